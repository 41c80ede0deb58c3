"""Node pools: nodes that Karpenter, or EKS Auto Mode, starts one by one as pods ask for them."""
