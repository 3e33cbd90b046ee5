// SPDX-License-Identifier: Apache-2.0
/// Makes projects for new modules: `tenon new`. Read [dev.tenon.cli.project.NewCommand] first, then
/// [dev.tenon.cli.project.ProjectMaker].
@NullMarked
package dev.tenon.cli.project;

import org.jspecify.annotations.NullMarked;
