// SPDX-License-Identifier: Apache-2.0
/// What types of the API offer to the rooms above them and not to hosts. A type gives its grant
/// when its class is initialized; who may use it is decided by the module descriptor, which exports
/// this package to nobody. Read [dev.tenon.access.Grants] first.
@NullMarked
package dev.tenon.access;

import org.jspecify.annotations.NullMarked;
