"""The rules of the community: members, spaces, threads, articles, newsletters, and no leaks."""
