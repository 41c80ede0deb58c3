"""Facts about AWS and Kubernetes that change without us, each in one place.

Those in data/ are dated JSON: `make facts` asks AWS for newer ones, where there are credentials, and
copies them into what stands alone.
"""
