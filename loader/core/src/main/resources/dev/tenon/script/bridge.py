type('Bridge', (object,), {
    'call': staticmethod(lambda f, *a: f(*a)),
    'wrap': staticmethod(lambda c: lambda *a: c.invoke(a))})()
