"""Jetwork as a Conan package: the command, and the libraries autodiff, formula, verify, nn, pinn and, if asked for, onnx.

    conan create packaging/conan -s compiler.cppstd=20 --build=missing

The recipe takes its sources from the checkout that it lies in. With -o "jetwork/*:system_libraries=True" it is built with the
libraries that the system has (Debian: scripts/install_dependencies), and requires no other package.
"""

import os

from conan import ConanFile
from conan.tools.build import check_min_cppstd
from conan.tools.cmake import CMake, CMakeDeps, CMakeToolchain, cmake_layout
from conan.tools.files import copy, load

required_conan_version = ">=2.0"


class Jetwork(ConanFile):
    name = "jetwork"
    license = "MIT"
    description = "Automatic differentiation, and differential equations solved by networks"
    topics = ("automatic differentiation", "differential equations", "neural networks")
    package_type = "static-library"
    settings = "os", "arch", "compiler", "build_type"
    options = {"system_libraries": [True, False], "with_onnx": [True, False]}
    default_options = {"system_libraries": False, "with_onnx": False}

    @property
    def repository(self):
        return os.path.join(self.recipe_folder, "..", "..")

    def set_version(self):
        lists = load(self, os.path.join(self.repository, "CMakeLists.txt"))
        self.version = lists.split("project(jetwork VERSION ")[1].split()[0]

    def export_sources(self):
        for pattern in ("CMakeLists.txt", "LICENSE", "cmake/*", "packaging/debian/*", "scripts/amalgamate", "*/CMakeLists.txt",
                        "*.hpp", "*.cpp", "autodiff/README.md"):
            copy(self, pattern, self.repository, self.export_sources_folder, excludes=("build/*", "tests/*", "benchmarks/*"))

    def layout(self):
        cmake_layout(self)

    def validate(self):
        check_min_cppstd(self, 20)

    def requirements(self):
        if self.options.system_libraries:
            return
        self.requires("eigen/3.4.0", transitive_headers=True)
        self.requires("boost/1.83.0", transitive_headers=True, options={"header_only": True})
        self.requires("fmt/10.2.1", transitive_headers=True)
        self.requires("nlohmann_json/3.11.3")
        self.requires("tomlplusplus/3.4.0")
        self.requires("cli11/2.4.2")
        if self.options.with_onnx:
            self.requires("onnx/1.16.2")

    def generate(self):
        CMakeDeps(self).generate()
        toolchain = CMakeToolchain(self)
        for option in ("TESTS", "EXAMPLES", "BENCHMARKS"):
            toolchain.cache_variables[f"JETWORK_BUILD_{option}"] = False
        if not self.options.with_onnx:
            toolchain.cache_variables["CMAKE_DISABLE_FIND_PACKAGE_OnnxMessages"] = True
        toolchain.generate()

    def build(self):
        cmake = CMake(self)
        cmake.configure()
        cmake.build()

    def package(self):
        copy(self, "LICENSE", self.source_folder, os.path.join(self.package_folder, "licenses"))
        CMake(self).install()

    def package_info(self):
        # Whoever is built with CMake finds our own jetwork-config.cmake, which knows the components.
        self.cpp_info.set_property("cmake_find_mode", "none")
        self.cpp_info.builddirs = [os.path.join("lib", "cmake", "jetwork")]
        self.cpp_info.includedirs = [os.path.join("include", "jetwork")]
        rooms = ["pinn", "verify", "formula", "nn", "io"]
        self.cpp_info.libs = [f"jetwork_{room}" for room in rooms]
        if self.options.with_onnx:
            self.cpp_info.libs.insert(0, "jetwork_onnx")
