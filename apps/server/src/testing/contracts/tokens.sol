// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.20;

/// A token as ERC-20 has it, that can also move several amounts at once.
contract Token {
    string public name;
    string public symbol;
    uint8 public immutable decimals;
    mapping(address => uint256) public balanceOf;
    mapping(address => mapping(address => uint256)) public allowance;

    event Transfer(address indexed from, address indexed to, uint256 value);
    event Approval(address indexed owner, address indexed spender, uint256 value);

    constructor(string memory name_, string memory symbol_, uint8 decimals_, uint256 supply) {
        name = name_;
        symbol = symbol_;
        decimals = decimals_;
        balanceOf[msg.sender] = supply;
        emit Transfer(address(0), msg.sender, supply);
    }

    function transfer(address to, uint256 value) external returns (bool) {
        move(msg.sender, to, value);
        return true;
    }

    function transferMany(address[] calldata to, uint256[] calldata values) external {
        for (uint256 i = 0; i < to.length; i++) move(msg.sender, to[i], values[i]);
    }

    function approve(address spender, uint256 value) external returns (bool) {
        allowance[msg.sender][spender] = value;
        emit Approval(msg.sender, spender, value);
        return true;
    }

    function transferFrom(address from, address to, uint256 value) external returns (bool) {
        allowance[from][msg.sender] -= value;
        move(from, to, value);
        return true;
    }

    function move(address from, address to, uint256 value) private {
        balanceOf[from] -= value;
        balanceOf[to] += value;
        emit Transfer(from, to, value);
    }
}

/// A token that is none of a kind: its event has the id as a topic (ERC-721).
contract Collectible {
    event Transfer(address indexed from, address indexed to, uint256 indexed id);

    function give(address to, uint256 id) external {
        emit Transfer(msg.sender, to, id);
    }
}

/// Names itself in 32 bytes, as tokens before the standard did, and says no decimals.
contract OldToken {
    bytes32 public constant symbol = "OLD";
    bytes32 public constant name = "Thirty-two bytes, all are in use";
}

/// Says of itself what no token should.
contract HostileToken {
    uint256 public constant decimals = 300;

    function symbol() external pure returns (string memory) {
        return string(new bytes(1_000_000));
    }

    function name() external pure returns (string memory) {
        return unicode"  Pay\u202e\u0000 here:\n<b>now</b>\u200b  ";
    }

    function balanceOf(address) external pure returns (uint256) {
        revert("no");
    }
}
