"""Work on hostile input in processes of its own, which can be killed by a clock and hold no more memory than allowed.

A parser in C holds the interpreter while it runs, and no thread can stop it. So what may take long or much memory is
done in a few lasting child processes. Parent and child exchange bytes and JSON, never pickles: a child taken over by
a document cannot make its parent run anything.
"""
