"""`make destroy` on AWS, also where the cluster does not answer, or an earlier destroy was killed."""
