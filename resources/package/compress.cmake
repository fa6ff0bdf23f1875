# SPDX-FileCopyrightText: 2026 The Freezeframe authors
# SPDX-License-Identifier: MIT
#
# Runs between installing and packing: Debian's policy wants manuals and changelogs compressed, without a time in them.
set(share ${CPACK_TEMPORARY_DIRECTORY}${CPACK_PACKAGING_INSTALL_PREFIX}/share)
file(GLOB texts ${share}/man/man[1-9]/*.[1-9] ${share}/doc/*/changelog)
if(NOT texts)
    message(FATAL_ERROR "there is no manual below ${share}")
endif()
execute_process(COMMAND gzip -9 -n -f ${texts} COMMAND_ERROR_IS_FATAL ANY)
