namespace Countersign.Client.Tokens.Stores;

/// <summary>What a store keeps can't be read: it was sealed with another key, or is damaged. A person who signs in anew replaces it.</summary>
/// <param name="message">What can't be read.</param>
/// <param name="version">The version of it.</param>
public sealed class UnreadableTokensException(string message, string version) : Exception(message)
{
    /// <summary>The version of what can't be read.</summary>
    public string Version { get; } = version;
}
