class Bridge {
  def call(Object f, Object... a) { f.call(*a) }
  def wrap(c) { return { Object... a -> c.invoke(a as List) } }
}
new Bridge()
