import org.codehaus.groovy.control.CompilationUnit
import org.codehaus.groovy.control.CompilerConfiguration
import org.codehaus.groovy.control.MultipleCompilationErrorsException
import org.codehaus.groovy.control.Phases
import org.codehaus.groovy.control.messages.SyntaxErrorMessage

/** Bare names of a script. */
class TenonBridgeNames extends Binding {
  private final Map names

  TenonBridgeNames(Map names) {
    this.names = names
  }

  Object getVariable(String name) {
    if (!names.containsKey(name)) {
      throw new MissingPropertyException(name, Script)
    }
    names.get(name)
  }

  boolean hasVariable(String name) { names.containsKey(name) }

  void setVariable(String name, Object value) { names.put(name, value) }

  void removeVariable(String name) { names.remove(name) }

  Map getVariables() { names }
}

/** The classes of one run: statics and metaclasses stay in it. */
class TenonBridgeLoader extends GroovyClassLoader {
  private final Map<String, byte[]> classes

  TenonBridgeLoader(Map<String, byte[]> classes, ClassLoader parent) {
    super(parent)
    this.classes = classes
  }

  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] code = classes.get(name)
    if (code == null) {
      throw new ClassNotFoundException(name)
    }
    defineClass(name, code, 0, code.length)
  }
}

class TenonBridgeFunction extends Closure {
  final target
  final original

  TenonBridgeFunction(target, original) {
    super(null)
    this.target = target
    this.original = original
  }

  Object doCall(Object... arguments) { TenonBridge.value(target.apply(arguments as List)) }

  String toString() { original.toString() }
}

/** A method of a script, `def f() {}`, as an attribute of its module. */
class TenonBridgeMethod extends Closure {
  private final Script script
  private final String name

  TenonBridgeMethod(Script script, String name) {
    super(script)
    this.script = script
    this.name = name
  }

  Object doCall(Object... arguments) {
    def method = script.metaClass.getMetaMethod(name, arguments)
    if (method == null) {
      throw new MissingMethodException(name, script.getClass(), arguments)
    }
    method.doMethodInvoke(script, arguments)
  }

  String toString() { "<script function $name>" }
}

class TenonBridgeModule extends GroovyObjectSupport {
  private final Map access
  private final tenonOriginal

  TenonBridgeModule(Map access, original) {
    this.access = access
    this.tenonOriginal = original
  }

  static original(TenonBridgeModule module) { module.@tenonOriginal }

  Object getProperty(String name) { TenonBridge.value(this.@access.get('get').apply(name)) }

  void setProperty(String name, Object value) {
    TenonBridge.value(this.@access.get('set').apply([name, value]))
  }

  Object invokeMethod(String name, Object arguments) {
    def function = TenonBridge.value(this.@access.get('get').apply(name))
    function.call(*(arguments as Object[]))
  }

  String toString() { this.@tenonOriginal.toString() }
}

class TenonBridge {
  static value(answer) {
    if (answer[0] == 'error') {
      throw answer[3]
    }
    answer[1].orElse(null)
  }

  private static guarded(fault, Closure action) {
    try {
      return action()
    } catch (MultipleCompilationErrorsException e) {
      def first = e.errorCollector.errors.find { it instanceof SyntaxErrorMessage }
      def cause = first?.cause
      fault.apply(['SyntaxError', cause?.originalMessage ?: e.message, cause?.sourceLocator,
                   cause?.startLine ?: 0, cause?.startColumn ?: 0, e])
    } catch (MissingPropertyException e) {
      def known = e.type == Script || Script.isAssignableFrom(e.type ?: Object)
      def place = place(e)
      fault.apply([known ? 'undefined' : 'AttributeError', known ? e.property : e.message,
                   place[0], place[1], 0, e])
    } catch (Throwable e) {
      def place = place(e)
      fault.apply([e.getClass().simpleName, e.message, place[0], place[1], 0, e])
    }
    null
  }

  private static place(Throwable e) {
    def frame = e.stackTrace.find { it.fileName?.endsWith('.groovy') && !it.className.startsWith('TenonBridge') && it.lineNumber > 0 }
    frame == null ? [null, 0] : [frame.fileName, frame.lineNumber]
  }

  def compile(fault, String source, String origin) {
    guarded(fault) {
      def unit = new CompilationUnit(new CompilerConfiguration(), null,
          new GroovyClassLoader(TenonBridge.classLoader))
      unit.addSource(origin, source)
      unit.compile(Phases.CLASS_GENERATION)
      def classes = [:]
      unit.classes.each { classes[it.name] = it.bytes }
      [unit.firstClassNode.name, classes]
    }
  }

  def run(fault, compiled, Map names) {
    guarded(fault) {
      def loader = new TenonBridgeLoader(compiled[1], TenonBridge.classLoader)
      Class type = loader.loadClass(compiled[0])
      if (!Script.isAssignableFrom(type)) {
        return null
      }
      Script script = type.getDeclaredConstructor().newInstance()
      script.binding = new TenonBridgeNames(names)
      type.declaredMethods.findAll { !it.synthetic && !(it.name in ['run', 'main']) && !it.name.contains('$') }
          .collect { it.name }.unique().each { names.put(it, new TenonBridgeMethod(script, it)) }
      script.run()
    }
  }

  def call(fault, function, List arguments) { guarded(fault) { function.call(*arguments) } }

  def function(fault, target, original) { new TenonBridgeFunction(target, original) }

  def module(fault, Map access, original) { new TenonBridgeModule(access, original) }

  def unwrap(fault, value) {
    value instanceof TenonBridgeFunction ? value.original
        : value instanceof TenonBridgeModule ? TenonBridgeModule.original(value) : value
  }
}

bridge = new TenonBridge()
