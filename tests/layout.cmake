# scripts/check_layout finds nothing in the repository, and finds what is wrong in small trees that are wrong.
#
#   cmake -DSOURCE=... -DWORK=... -P layout.cmake
foreach(needed SOURCE WORK)
  if(NOT DEFINED ${needed})
    message(FATAL_ERROR "layout.cmake needs -D${needed}=...")
  endif()
endforeach()

execute_process(COMMAND ${SOURCE}/scripts/check_layout RESULT_VARIABLE status OUTPUT_VARIABLE report)
if(NOT status EQUAL 0)
  message(FATAL_ERROR "${report}")
endif()

# expect(TREE STATUS PATTERN): what check_layout says of the tree that was written there.
function(expect tree expected pattern)
  execute_process(COMMAND ${SOURCE}/scripts/check_layout ${WORK}/${tree} RESULT_VARIABLE status OUTPUT_VARIABLE report)
  if(NOT status EQUAL expected OR NOT report MATCHES "${pattern}")
    message(FATAL_ERROR "${tree}: expected status ${expected} and '${pattern}', but got ${status} and:\n${report}")
  endif()
endfunction()

file(REMOVE_RECURSE ${WORK})

file(WRITE ${WORK}/fine/room/README.md "Order, from bottom to top: `parts/` → `door.hpp` → `roof.hpp`\n")
file(WRITE ${WORK}/fine/room/parts/one.hpp "#include <vector>\n")
file(WRITE ${WORK}/fine/room/door.hpp "#include \"room/parts/one.hpp\"\n")
file(WRITE ${WORK}/fine/room/roof.cpp "  #  include \"room/door.hpp\"\n#include \"made/by/the/build.hpp\"\n")
expect(fine 0 "no circle and nothing upwards among 3 files")

file(COPY ${WORK}/fine/ DESTINATION ${WORK}/upwards)
file(WRITE ${WORK}/upwards/room/parts/two.hpp "#include \"room/roof.hpp\"\n")
file(WRITE ${WORK}/upwards/room/roof.hpp "")
expect(upwards 1 "upwards: room/parts/two.hpp includes room/roof.hpp")

file(COPY ${WORK}/fine/ DESTINATION ${WORK}/unplaced)
file(WRITE ${WORK}/unplaced/room/attic/box.hpp "")
expect(unplaced 1 "room/README.md: the order does not name room/attic/")

# Between files a and c there is no circle, but between their folders there is.
file(WRITE ${WORK}/folders/left/a.hpp "#include \"right/b.hpp\"\n")
file(WRITE ${WORK}/folders/right/b.hpp "")
file(WRITE ${WORK}/folders/right/c.hpp "#include \"left/d.hpp\"\n")
file(WRITE ${WORK}/folders/left/d.hpp "")
expect(folders 1 "circle in the root:.*left/a.hpp includes right/b.hpp.*right/c.hpp includes left/d.hpp")

# A header counts with its source, and a circle may go by way of a third part.
file(WRITE ${WORK}/components/a.hpp "")
file(WRITE ${WORK}/components/a.cpp "#include \"b.hpp\"\n")
file(WRITE ${WORK}/components/b.hpp "#include \"c.hpp\"\n")
file(WRITE ${WORK}/components/c.hpp "#include \"a.hpp\"\n")
expect(components 1 "circle in the root:.*a.cpp includes b.hpp")

# However an include is written, it counts.
foreach(line IN ITEMS "#include <room/roof.hpp>" "#include\"room/roof.hpp\"" "\t# \tinclude\t \"room/roof.hpp\" // why")
  file(WRITE ${WORK}/upwards/room/parts/two.hpp "${line}\n")
  expect(upwards 1 "upwards: room/parts/two.hpp includes room/roof.hpp")
endforeach()
foreach(line IN ITEMS "../roof.hpp" "room/../room/roof.hpp" "room//roof.hpp" "one.hpp")
  file(WRITE ${WORK}/upwards/room/parts/two.hpp "#include \"${line}\"\n")
  expect(upwards 1 "write the path from the root")
endforeach()

# An order is stated once, and names what is there, once.
file(COPY ${WORK}/fine/ DESTINATION ${WORK}/orders)
file(WRITE ${WORK}/orders/README.md "Order, from bottom to top: `room/`\n")
expect(orders 0 "no circle")
file(WRITE ${WORK}/orders/room/README.md "Order from the bottom: `parts/`\n")
expect(orders 1 "room/README.md: there is no line")
file(WRITE ${WORK}/orders/room/README.md "Order, from bottom to top: `parts/` `door.hpp` `roof.hpp` `ghost.hpp` `parts/`\n")
expect(orders 1 "names parts/ twice.*names room/ghost, which is not there")
