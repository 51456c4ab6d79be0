// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Tests that must fail: they show that the runner sees a failure
contract CanaryTest {
    function test_mustFail() external pure {
        require(1 == 2, "as it should");
    }

    /// @dev Fails for the upper half of all values, which fuzzing tries within a few runs.
    function testFuzz_mustFail(uint256 value) external pure {
        require(value < 2 ** 255, "as it should");
    }

    function test_mustPass() external pure {}
}
