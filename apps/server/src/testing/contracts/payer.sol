// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.20;

/// Pays on what it is paid, in the ways in which a contract can.
contract Payer {
    constructor() payable {}

    receive() external payable {}

    function split(address payable[] calldata to, uint256[] calldata values) external payable {
        for (uint256 i = 0; i < to.length; i++) {
            (bool paid, ) = to[i].call{value: values[i]}("");
            require(paid);
        }
    }

    /// Pays twice, of which the second is undone with all that it called.
    function tryTwice(address payable to, uint256 value) external payable {
        (bool paid, ) = to.call{value: value}("");
        require(paid);
        try this.payAndFail(to, value) {} catch {}
    }

    function payAndFail(address payable to, uint256 value) external {
        (bool paid, ) = to.call{value: value}("");
        require(!paid, "undone");
    }

    /// Pays through code that runs in its own name.
    function payByLibrary(address code, address payable to, uint256 value) external payable {
        (bool paid, ) = code.delegatecall(abi.encodeCall(Payer.forward, (to, value)));
        require(paid);
    }

    function forward(address payable to, uint256 value) external payable {
        (bool paid, ) = to.call{value: value}("");
        require(paid);
    }

    /// Pays a contract that it creates, which pays on all of it and is no more.
    function payByContract(address payable to) external payable {
        new Passing{value: msg.value}(to);
    }

    function payAndRevert(address payable to) external payable {
        (bool paid, ) = to.call{value: msg.value}("");
        require(paid);
        revert("undone");
    }
}

contract Passing {
    constructor(address payable to) payable {
        selfdestruct(to);
    }
}
