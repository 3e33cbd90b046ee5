// SPDX-License-Identifier: Apache-2.0
// The files become those of the project: without Tenon's licence, and the sample with the name of the module.
def project = new File(request.outputDirectory, request.artifactId)
def module = request.properties['module']
new File(project, 'src').eachFileRecurse(groovy.io.FileType.FILES) { file ->
    file.setText(file.getText('UTF-8').replaceFirst(/\A\/[\/*] SPDX-License-Identifier: [^\n]*\n/, ''), 'UTF-8')
}
def sample = new File(project, 'src/main/c/template.c')
new File(project, "src/main/c/${module}.c")
    .setText(sample.getText('UTF-8').replaceAll(/\btemplate\b/, module), 'UTF-8')
if (module != 'template') {
    sample.delete()
}
