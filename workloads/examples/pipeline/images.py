"""What the steps run in. Where nodes reach no package index, this is the file to change.

Then set the images to ones that hold the packages, and the lists of packages to nothing: KFP installs what is
listed when a step starts. The versions are those of KServe 0.16's scikit-learn server, which loads what is
trained here.
"""

PYTHON_IMAGE = "python:3.11-slim"
"""Every step without an accelerator."""

ACCELERATED_IMAGE = "pytorch/pytorch:2.7.1-cuda12.8-cudnn9-runtime"
"""The step that trains on an accelerator: PyTorch is in it. Release 26.03 trains in the same image."""

S3 = ["boto3==1.44.8"]
KUBERNETES = ["kubernetes==30.1.0"]
TABLES = ["numpy==2.2.4", "pandas==2.2.3"]
LEARNING = [*TABLES, "joblib==1.4.2", "scikit-learn==1.5.2"]
