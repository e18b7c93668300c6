using System.CommandLine;

namespace Countersign.Cli.Commands;

/// <summary>What is wrong with credentials as they were given; null for nothing.</summary>
internal static class RequestCredentialRules
{
    /// <summary>A token or a key.</summary>
    public static string? OfSecret(string option, string secret) =>
        secret.Trim() is not { Length: > 0 } text ? $"{option} is empty; look at the variable or the file that it comes from."
        : text.Any(char.IsControl) ? $"{option} has a line break or another control character in it, which no field can carry; look at how it was copied."
        : null;

    /// <summary>The name of a user, and behind a colon perhaps the password.</summary>
    public static string? OfUser(string option, string user) =>
        user is "" or [':', ..] ? $"{option} names no user; look at the variable or the file that it comes from."
        : user.Any(char.IsControl) ? $"{option} has a line break or another control character in it, which Basic and Digest can't carry; look at how it was copied."
        : null;

    /// <summary>The field of a key.</summary>
    public static string? OfField(string option, string name)
    {
        using var message = new HttpRequestMessage();
        return message.Headers.TryAddWithoutValidation(name, "key") ? null : $"{option} is the name of a field such as X-API-Key, and none that describes a content.";
    }

    /// <summary>Has an option refuse what breaks the rule; a place is looked at when it is read.</summary>
    public static Option<string?> Sound(this Option<string?> option, Func<string, string, string?> rule) =>
        option.Checked(text => SecretSource.IsPlace(text) ? null : rule(option.Name, text));

    /// <summary>What was read, if the rule finds nothing wrong.</summary>
    /// <exception cref="CommandFailure">It does.</exception>
    public static string Sound(this string text, Func<string, string, string?> rule, string option) => rule(option, text) is { } fault ? throw new CommandFailure(fault) : text;
}
