// SPDX-License-Identifier: Apache-2.0
/// Commands about modules: where one is found (`why`), which objects exist (`identity`), what is
/// written where (`source`). Read [dev.tenon.cli.module.WhyCommand] first, then
/// [dev.tenon.cli.module.Explanation].
@NullMarked
package dev.tenon.cli.module;

import org.jspecify.annotations.NullMarked;
