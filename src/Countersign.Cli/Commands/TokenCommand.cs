using System.CommandLine;

namespace Countersign.Cli.Commands;

/// <summary><c>token decode|verify|mint|jwks</c>: tokens for those who have to find out why one does not count.</summary>
internal static class TokenCommand
{
    public static Command Create() => new CommandWithExamples(
        "token",
        "Decode and verify tokens, and make keys and tokens for tests. A token is never taken from the command line, where others see it.",
        "countersign token decode < token.txt",
        "countersign token verify --config countersign.yaml --route api < token.txt")
    {
        TokenDecodeCommand.Create(), TokenVerifyCommand.Create(), TokenMintCommand.Create(), TokenJwksCommand.Create(),
    };
}
