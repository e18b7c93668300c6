using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Countersign.Inspector.Lint.Htpasswd;

/// <summary>The kind of what is stored for a user, and nothing of it that helps to guess.</summary>
/// <param name="Kind">How it is kept.</param>
/// <param name="Cost">The cost of bcrypt; 0 for the others.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly partial record struct StoredHash(HashKind Kind, int Cost)
{
    public static StoredHash Of(string text)
    {
        if (text.Length == 0)
            return new(HashKind.Nothing, 0);
        if (text.StartsWith("$2", StringComparison.Ordinal))
            return Bcrypt().Match(text) is { Success: true } bcrypt ? new(HashKind.Bcrypt, int.Parse(bcrypt.Groups["cost"].ValueSpan, CultureInfo.InvariantCulture)) : new(HashKind.Broken, 0);
        if (text.StartsWith("$apr1$", StringComparison.Ordinal) || text.StartsWith("$1$", StringComparison.Ordinal))
            return new(Md5().IsMatch(text) ? HashKind.Md5 : HashKind.Broken, 0);
        if (text.StartsWith("$5$", StringComparison.Ordinal) || text.StartsWith("$6$", StringComparison.Ordinal))
            return new(HashKind.ShaCrypt, 0);
        if (text.StartsWith("$y$", StringComparison.Ordinal) || text.StartsWith("$7$", StringComparison.Ordinal) || text.StartsWith("$gy$", StringComparison.Ordinal))
            return new(HashKind.Yescrypt, 0);
        if (text.StartsWith("{SHA}", StringComparison.Ordinal) || text.StartsWith("{SSHA}", StringComparison.Ordinal))
            return new(HashKind.Sha1, 0);
        return new(Des().IsMatch(text) ? HashKind.Des : HashKind.Plain, 0);
    }

    [GeneratedRegex(@"^\$2[aby]\$(?<cost>[0-9]{2})\$[./A-Za-z0-9]{53}\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Bcrypt();

    [GeneratedRegex(@"^\$(apr1|1)\$[^$:\s]{0,8}\$[./A-Za-z0-9]{22}\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Md5();

    [GeneratedRegex(@"^[./A-Za-z0-9]{13}\z", RegexOptions.None, 1000)]
    private static partial Regex Des();
}
