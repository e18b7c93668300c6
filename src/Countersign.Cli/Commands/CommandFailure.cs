namespace Countersign.Cli.Commands;

/// <summary>What a command was asked for can't be done; the message is for the person at the terminal.</summary>
internal sealed class CommandFailure(string message) : Exception(message)
{
    /// <summary>The message without the name of the parameter, which says nothing to an operator.</summary>
    public static string SentenceOf(ArgumentException exception) => exception.Message.Split(" (Parameter")[0];
}
