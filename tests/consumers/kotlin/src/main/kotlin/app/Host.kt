// SPDX-License-Identifier: Apache-2.0
package app

import dev.tenon.Interpreter
import java.util.function.LongSupplier

fun main(path: Array<String>) {
    Interpreter.builder().path(*path).build().use { interpreter ->
        val counter = interpreter.importModule("counter")
        val next = counter.bind("next", LongSupplier::class.java)
        println("${counter.call("add", 40)} ${next.asLong}")
    }
}
