# SPDX-FileCopyrightText: 2026 The Freezeframe authors
# SPDX-License-Identifier: MIT
#
# What a package of Debian's kind is made of; `./dev package` (resources/dev/package.sh) makes and checks it.
set(maintainer "The Freezeframe authors <maintainers@freezeframe.org>")
if(DEFINED ENV{DEBEMAIL} AND DEFINED ENV{DEBFULLNAME}) # who packages for others, as Debian's tools ask
    set(maintainer "$ENV{DEBFULLNAME} <$ENV{DEBEMAIL}>")
endif()
set(FREEZEFRAME_MAINTAINER ${maintainer} CACHE STRING "Who answers for a package made here")
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME freezeframe)
set(CPACK_PACKAGE_VENDOR "The Freezeframe authors")
set(CPACK_PACKAGE_CONTACT ${FREEZEFRAME_MAINTAINER})
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "explorer for core dumps of Go programs")
set(CPACK_PACKAGE_DESCRIPTION
"Freezeframe opens the core dump of a crashed Go program and shows why it
crashed: goroutines, threads, stacks, source and the values of variables, in a
window and, for scripts, on the command line. It also takes such cores, from
programs that run.")
set(CPACK_RESOURCE_FILE_LICENSE ${PROJECT_SOURCE_DIR}/LICENSE)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION devel)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# Not libraries, but the program does not look or open right without them: a double-click on a core asks the databases
# that the last two keep.
set(CPACK_DEBIAN_PACKAGE_DEPENDS "qt6-svg-plugins, shared-mime-info, desktop-file-utils")
# libfile-mimeinfo-perl: without a desktop, xdg-open tells a compressed core from other files by it alone.
set(recommended qt6-wayland breeze-icon-theme fonts-inter fonts-jetbrains-mono polkitd pkexec xdg-utils libfile-mimeinfo-perl
    "libdebuginfod1t64 | libdebuginfod1")
list(JOIN recommended ", " CPACK_DEBIAN_PACKAGE_RECOMMENDS)
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "golang-go, gdb")
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR} RENAME copyright)
configure_file(${CMAKE_CURRENT_LIST_DIR}/changelog.in ${CMAKE_CURRENT_BINARY_DIR}/changelog @ONLY)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/changelog DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(FILES ${CMAKE_CURRENT_LIST_DIR}/lintian-overrides DESTINATION ${CMAKE_INSTALL_DATADIR}/lintian/overrides RENAME freezeframe)
set(CPACK_PRE_BUILD_SCRIPTS ${CMAKE_CURRENT_LIST_DIR}/compress.cmake)
include(CPack)
