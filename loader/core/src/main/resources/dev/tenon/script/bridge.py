import __builtin__
import sys
import traceback
from java.lang import Throwable


def _raise(answer):
    kind, message, cause = answer[1], answer[2], answer[3]
    base = getattr(__builtin__, kind, RuntimeError)
    error = base(message)
    error.java = cause
    raise error


def _value(answer):
    if answer[0] == 'error':
        _raise(answer)
    return answer[1].orElse(None)


class Function(object):
    def __init__(self, target, original):
        self._target = target
        self.original = original

    def __call__(self, *arguments):
        return _value(self._target.apply(list(arguments)))

    def __repr__(self):
        return self.original.toString()


class Module(object):
    __slots__ = ('_access', 'original')

    def __init__(self, access, original):
        object.__setattr__(self, '_access', access)
        object.__setattr__(self, 'original', original)

    def __getattribute__(self, name):
        return _value(object.__getattribute__(self, '_access')['get'].apply(name))

    def __setattr__(self, name, value):
        _value(object.__getattribute__(self, '_access')['set'].apply([name, value]))

    def __delattr__(self, name):
        _value(object.__getattribute__(self, '_access')['delete'].apply(name))

    def __repr__(self):
        return object.__getattribute__(self, 'original').toString()


def _place(trace):
    """The innermost line of the script: lines of this bridge are not meant."""
    place = None, 0
    while trace is not None:
        code = trace.tb_frame.f_code
        if code.co_filename != _place.__code__.co_filename:
            place = code.co_filename, trace.tb_lineno
        trace = trace.tb_next
    return place


def _guarded(fault, action):
    try:
        return action()
    except SystemExit as e:
        fault.apply(['SystemExit', e.code, None, 0, 0, getattr(e, 'java', None)])
    except SyntaxError as e:
        fault.apply(['SyntaxError', e.msg, e.filename, e.lineno, e.offset, None])
    except Throwable as e:
        fault.apply([e.getClass().getSimpleName(), e.getMessage()] + list(_place(sys.exc_info()[2])) + [0, e])
    except:
        kind, e, trace = sys.exc_info()
        fault.apply([kind.__name__, str(e)] + list(_place(trace)) + [0, getattr(e, 'java', None)])


def _compile(source, origin):
    try:
        return compile(source, origin, 'eval')
    except SyntaxError:
        return compile(source, origin, 'exec')


class Bridge(object):
    def compile(self, fault, source, origin):
        return _guarded(fault, lambda: _compile(source, origin))

    def run(self, fault, code, scope):
        return _guarded(fault, lambda: eval(code, scope))

    def call(self, fault, function, arguments):
        return _guarded(fault, lambda: function(*arguments))

    def function(self, fault, target, original):
        return Function(target, original)

    def module(self, fault, access, original):
        return Module(access, original)

    def unwrap(self, fault, value):
        if isinstance(value, (Function, Module)):
            return object.__getattribute__(value, 'original')
        return value


bridge = Bridge()
