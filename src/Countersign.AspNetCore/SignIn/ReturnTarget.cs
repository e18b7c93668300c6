using Countersign.AspNetCore.Intake;
using Countersign.AspNetCore.SignIn.Pages;

namespace Countersign.AspNetCore.SignIn;

/// <summary>
/// Where a browser goes on after signing in: a path, with its query, of the host that it is at. Anything else that was asked for is the root of that host,
/// so nobody is ever led away, and none of it is a scheme, a host or what somebody else reads as one.
/// </summary>
internal sealed record ReturnTarget
{
    /// <summary>Longer ones would not fit where they are carried.</summary>
    private const int Longest = 2048;

    private const string Own = "/.countersign";
    private const string Account = "/.countersign/account";

    private ReturnTarget(string path) => Path = path;

    /// <summary>The root of the host.</summary>
    public static ReturnTarget Root { get; } = new("/");

    /// <summary>The path with its query, visible ASCII alone.</summary>
    public string Path { get; }

    /// <summary>Reads what a request or a form says of it, which anybody may have written there.</summary>
    public static ReturnTarget Read(string? text)
    {
        // Browsers read a backslash as a slash, and drop tabs and line ends wherever they stand; the rest is encoded by whoever means well.
        if (text is null || text.Length is 0 or > Longest || text.AsSpan().IndexOfAny("\\\"<>`") >= 0)
            return Root;
        if (!CanonicalTarget.TryRead(text, out var target, out _) || !IsPlace(target.Path))
            return Root;
        return new(target.ToString());
    }

    /// <inheritdoc/>
    public override string ToString() => Path;

    /// <summary>Not where people are signed in and out: that would go round in circles.</summary>
    private static bool IsPlace(string path) =>
        path == PlainPages.SignedInPath || !IsBelow(path, Own, StringComparison.OrdinalIgnoreCase) || IsBelow(path, Account, StringComparison.Ordinal);

    private static bool IsBelow(string path, string folder, StringComparison comparison) =>
        path.StartsWith(folder, comparison) && (path.Length == folder.Length || path[folder.Length] == '/');
}
