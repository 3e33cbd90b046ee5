({
  call: function (f) {
    return f.apply(null, Array.prototype.slice.call(arguments, 1));
  },
  wrap: function (c) {
    return function () {
      var r = c.invoke(Array.prototype.slice.call(arguments));
      // What a Java method returns is an object of Java even if it is text or a number.
      switch (c.shape(r)) {
        case 1: return String(r);
        case 2: return c.number(r);
        case 3: return c.truth(r);
        default: return r;
      }
    };
  }
})
