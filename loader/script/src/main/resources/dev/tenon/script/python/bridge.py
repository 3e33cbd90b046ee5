"""Each interpreter runs this once, with a `sys` and builtins of its own."""
import __builtin__
import errno
import sys
from java.lang import IllegalArgumentException, Throwable


def open(host, kinds, has_modules):
    """Makes what scripts have in place of modules and functions, and what Tenon calls.

    `host` answers requests, lists whose first item says what is asked.
    """
    def ask(*request):
        return host.apply(list(request))

    for kind, base in kinds:
        if not hasattr(__builtin__, kind):
            setattr(__builtin__, kind, type(kind, (getattr(__builtin__, base),),
                                            {'__module__': 'exceptions'}))
    known = dict((getattr(__builtin__, kind), kind) for kind, _ in kinds)
    known[EnvironmentError] = 'OSError'
    by_number = {errno.ENOENT: 'FileNotFoundError', errno.EACCES: 'PermissionError',
                 errno.EPERM: 'PermissionError', errno.EPIPE: 'BrokenPipeError',
                 errno.EISDIR: 'IsADirectoryError'}

    original = object.__getattribute__

    class Members(object):
        """What functions and modules of Tenon have in common."""
        __slots__ = ('tenon', '__weakref__')

        def __getattribute__(self, name):
            if name == '__class__':
                return type(self)
            return ask('get', original(self, 'tenon'), name)

        def __setattr__(self, name, value):
            if name == '__class__' and isinstance(value, type) and issubclass(value, Module):
                set_class(original(self, 'tenon'), value)
            else:
                ask('set', original(self, 'tenon'), name, value)

        def __delattr__(self, name):
            ask('delete', original(self, 'tenon'), name)

        def __dir__(self):
            return list(ask('dir', original(self, 'tenon')))

        def __call__(self, *arguments, **keywords):
            return ask('call', original(self, 'tenon'), list(arguments), keywords)

        def __repr__(self):
            return ask('repr', original(self, 'tenon'))

    class Function(Members):
        """A function of another module."""
        __slots__ = ()

    class Module(Members):
        """A module of Tenon; `types.ModuleType`."""
        __slots__ = ()

        def __new__(cls, name, doc=None):
            made = ask('new', name, doc)
            if cls is Module:
                return made
            target = original(made, 'tenon')
            set_class(target, cls)
            return ask('module', target)

        def __init__(self, name, doc=None):
            pass

    Function.__name__ = 'function'
    Module.__name__ = 'module'

    def set_class(target, cls):
        """Gives a module the kind that a subclass of Module describes."""
        members = {}
        for base in reversed(cls.__mro__):
            if issubclass(base, Module) and base is not Module:
                members.update(base.__dict__)
        call = members.get('__call__')
        accessors = [accessor(name, members[name], cls) for name in members
                     if not name.startswith('__')]
        ask('kind', target, cls, cls.__name__, accessors, call)

    def accessor(name, member, cls):
        """Name, what reads, stores and deletes, and whether the raw namespace comes first."""
        if isinstance(member, property):
            return [name, member.fget or unreadable(name), member.fset, member.fdel, False]
        if hasattr(member, '__get__'):
            return [name, lambda self: member.__get__(self, cls), None, None, True]
        return [name, lambda self: member, None, None, True]

    def unreadable(name):
        def read(self):
            raise AttributeError('unreadable attribute ' + name)
        return read

    def wrap(cls, target):
        made = object.__new__(cls)
        Members.tenon.__set__(made, target)
        return made

    def import_tenon(name, scope, fromlist, level):
        return ask('import', name, scope, list(fromlist or ()), max(level, 0))

    import_builtin = __builtin__.__import__

    def import_jython(name, scope, local, fromlist, level):
        # Outside of packages the globals mean nothing, and Jython looks for a parent without a name.
        inside = level != 0 and scope and ('__path__' in scope
                                           or '.' in (scope.get('__name__') or ''))
        found = import_builtin(name, scope if inside else None, local, fromlist, level)
        if name == 'types':
            found.ModuleType = Module
        return found

    def is_of_jython(name):
        top = name.split('.')[0]
        return top in sys.builtin_module_names or ask('own', top)

    def import_name(name, globals=None, locals=None, fromlist=(), level=-1):
        # Jython itself leaves out what it does not know: such a name has no value at all.
        try:
            scope = globals
        except UnboundLocalError:
            scope = None
        try:
            local = locals
        except UnboundLocalError:
            local = None
        try:
            wanted = fromlist
        except UnboundLocalError:
            wanted = ()
        return import_in(scope, local, name, wanted, level)

    def import_in(scope, local, name, wanted, level):
        script = is_scope(scope)
        if level > 0 and not script or level <= 0 and is_of_jython(name):
            return import_jython(name, None if script else scope, local, wanted, level)
        if script:
            found = import_tenon(name, scope, wanted, level)
            if found:
                return found[0]
            return import_jython(name, None, None, wanted, 0)
        try:
            return import_jython(name, scope, local, wanted, level)
        except ImportError:
            found = import_tenon(name, None, wanted, 0)
            if not found:
                raise
            return found[0]

    def is_scope(names):
        return names is not None and ask('mapping', names) is not names

    def globals_of_caller():
        return ask('mapping', sys._getframe(1).f_globals)

    class Stream(object):
        """An output stream of the interpreter."""
        encoding = 'utf-8'
        errors = None
        mode = 'w'
        softspace = 0

        def __init__(self, name):
            self.name = name

        def write(self, text):
            ask('write', self.name, text, isinstance(text, unicode))

        def writelines(self, lines):
            for line in lines:
                self.write(line)

        def flush(self):
            ask('flush', self.name)

        def isatty(self):
            return False

    import_name.__name__ = '__import__'
    globals_of_caller.__name__ = 'globals'
    if has_modules:
        __builtin__.__import__ = import_name
        sys.stdout = sys.__stdout__ = Stream('<stdout>')
        sys.stderr = sys.__stderr__ = Stream('<stderr>')
    __builtin__.globals = globals_of_caller

    own_file = open.__code__.co_filename

    def place(trace):
        """The innermost line of the script: lines of this bridge are not meant."""
        found = None, 0
        while trace is not None:
            code = trace.tb_frame.f_code
            if code.co_filename != own_file:
                found = code.co_filename, trace.tb_lineno
            trace = trace.tb_next
        return found

    def kind_of(cls, error):
        """The name of the kind, and what the message begins with for a class below it."""
        if isinstance(error, EnvironmentError) and error.errno in by_number:
            return by_number[error.errno], ''
        for base in cls.__mro__:
            if base in known:
                special = base is cls or cls.__module__ == 'exceptions'
                return known[base], '' if special else cls.__name__ + ': '
        return cls.__name__, ''

    def text_of(error):
        try:
            return str(error)
        except UnicodeError:
            return unicode(error)

    def report(fault):
        cls, error, trace = sys.exc_info()
        if isinstance(error, Throwable):
            fault.apply([error.getClass().getSimpleName(), error.getMessage()]
                        + list(place(trace)) + [0, error])
        elif not hasattr(cls, '__mro__'):
            fault.apply([cls.__name__, text_of(error)] + list(place(trace)) + [0, None])
        elif isinstance(error, SystemExit):
            fault.apply(['SystemExit', error.code] + list(place(trace))
                        + [0, getattr(error, 'java', None)])
        elif isinstance(error, SyntaxError):
            fault.apply(['SyntaxError', error.msg, error.filename, error.lineno, error.offset,
                         None])
        else:
            kind, start = kind_of(cls, error)
            message = text_of(error)
            if kind == 'RuntimeError' and message.startswith('maximum recursion depth exceeded'):
                kind = 'RecursionError'
            fault.apply([kind, start + message] + list(place(trace))
                        + [0, getattr(error, 'java', None)])

    def guarded(action):
        def run(fault, *arguments):
            try:
                return action(*arguments)
            except:
                report(fault)
        return run

    def compile_text(source, origin):
        try:
            return compile(source, origin, 'eval')
        except (SyntaxError, IllegalArgumentException):
            return compile_statements(source, origin)

    def compile_statements(source, origin):
        try:
            return compile(source, origin, 'exec')
        except IllegalArgumentException:
            # Jython cannot quote a line with characters beyond Latin-1 in a SyntaxError.
            compile(''.join([c if c < u'\u0100' else u'?' for c in source]), origin, 'exec')
            raise SyntaxError('invalid syntax', (origin, 0, 0, ''))

    def call(function, arguments, keywords):
        return function(*arguments, **dict((str(name), keywords[name]) for name in keywords))

    def define(value, implementing, public):
        """Gives what a module defines its names of modules."""
        try:
            if value.__module__ != implementing or hasattr(value, '__impl_module__'):
                return value.__module__ in (implementing, public)
            value.__impl_module__ = implementing
            value.__module__ = public
            if isinstance(value, type):
                for member in value.__dict__.values():
                    if hasattr(member, 'func_code') or isinstance(member, type):
                        define(member, implementing, public)
            return True
        except (AttributeError, TypeError):
            return False

    def unwrap(value):
        return original(value, 'tenon') if isinstance(value, Members) else value

    def error(kind, message, cause):
        base = getattr(__builtin__, kind, None)
        if not (isinstance(base, type) and issubclass(base, BaseException)):
            base = RuntimeError
        made = base(message)
        made.java = cause
        return made

    functions = dict(
        compile=compile_text, run=lambda runner: runner.get(), call=call, get=getattr,
        set=setattr, delete=delattr, dir=dir, define=define, unwrap=unwrap,
        function=lambda target: wrap(Function, target),
        module=lambda target, cls: wrap(cls or Module, target))
    made = dict((name, guarded(functions[name])) for name in functions)
    made['error'] = error
    return made
