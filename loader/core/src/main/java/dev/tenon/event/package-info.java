// SPDX-License-Identifier: Apache-2.0
/// What interpreters report to their hosts: audit events, phases of loads, refusals, taints.
@NullMarked
package dev.tenon.event;

import org.jspecify.annotations.NullMarked;
