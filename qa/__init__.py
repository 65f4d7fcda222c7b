"""Questions answered from a library; `import quoth` is the face of it for programs."""
