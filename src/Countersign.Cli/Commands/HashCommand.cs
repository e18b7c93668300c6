using System.CommandLine;
using Countersign.AspNetCore.Passwords;
using Countersign.AspNetCore.Stores;
using Countersign.Gateway.Admin;
using Countersign.Schemes.Digest;

namespace Countersign.Cli.Commands;

/// <summary><c>countersign hash</c>: makes lines for htpasswd and htdigest files. The password never stands on the command line.</summary>
internal static class HashCommand
{
    private const int Done = 0;
    private const int Failed = 1;
    private const int WrongUsage = 2;

    /// <summary>The command.</summary>
    internal static Command Create()
    {
        var kind = new Option<string>("--kind", "-k") { Description = "How to hash.", DefaultValueFactory = _ => "bcrypt" };
        kind.AcceptOnlyFromAmong("bcrypt", "sha512-crypt", "yescrypt", "apr1");
        var cost = new Option<int?>("--cost") { Description = "How dear: bcrypt 4 to 17 (10), sha512-crypt rounds (5000), yescrypt 1 to 11 (5).", HelpName = "N" };
        var user = new Option<string?>("--user", "-u") { Description = "Print a whole line, for this user.", HelpName = "NAME" };
        var digest = new Option<string?>("--digest") { Description = "Print an htdigest line for this realm instead; it needs --user.", HelpName = "REALM" };
        var algorithm = new Option<string>("--algorithm") { Description = "The algorithm of the htdigest line; MD5 is for old clients.", DefaultValueFactory = _ => "SHA-256" };
        algorithm.AcceptOnlyFromAmong("SHA-256", "SHA-512-256", "MD5");

        var command = new CommandWithExamples(
            "hash",
            "Hash a password for an htpasswd or htdigest file. The password is asked for, or is the first line of the standard input.",
            "countersign hash --user anna >> users.htpasswd",
            "countersign hash --user sensor1 --digest devices@example.org >> devices.htdigest",
            "pwgen 20 1 | countersign hash --kind sha512-crypt")
        {
            kind, cost, user, digest, algorithm,
        };
        command.SetAction(parsed =>
        {
            var output = parsed.InvocationConfiguration.Output;
            var error = parsed.InvocationConfiguration.Error;
            if (WrongName(parsed.GetValue(user), out var name) is { } wrong)
            {
                error.WriteLine($"countersign: {wrong}");
                return WrongUsage;
            }

            if (parsed.GetValue(digest) is { } realm)
                return Digest(name, realm, DigestAlgorithm.Find(parsed.GetValue(algorithm)!)!, output, error);
            return Hash(name, KindOf(parsed.GetValue(kind)!), parsed.GetValue(cost), output, error);
        });
        return command;
    }

    private static int Hash(string? user, HashKind kind, int? cost, TextWriter output, TextWriter error)
    {
        var password = Terminal.ReadNewPassword(error);
        try
        {
            var hash = PasswordMaker.Create(password, kind, cost).Reveal();
            output.WriteLine(user is null ? hash : $"{user}:{hash}");
            return Done;
        }
        catch (ArgumentException exception)
        {
            error.WriteLine($"countersign: {CommandFailure.SentenceOf(exception)}");
            return WrongUsage;
        }
        catch (PlatformNotSupportedException exception)
        {
            error.WriteLine($"countersign: {exception.Message}");
            return Failed;
        }
    }

    private static int Digest(string? user, string realm, DigestAlgorithm algorithm, TextWriter output, TextWriter error)
    {
        if (user is null || realm.Contains(':', StringComparison.Ordinal) || realm.Any(char.IsControl) || realm.Contains(NameRules.Unreadable, StringComparison.Ordinal))
        {
            error.WriteLine(user is null ? "countersign: An htdigest line needs --user." : "countersign: A realm in an htdigest file is UTF-8 and has no colon and no control character.");
            return WrongUsage;
        }

        var password = Terminal.ReadNewPassword(error);
        if (password.Any(char.IsControl) || !Nfc.TryNormalize(password, out var composed))
        {
            error.WriteLine("countersign: A password contains no control characters and no code points that no text has.");
            return WrongUsage;
        }

        output.WriteLine(HtdigestFile.LineFor(user, realm, composed, algorithm));
        return Done;
    }

    private static HashKind KindOf(string kind) => kind switch
    {
        "sha512-crypt" => HashKind.Sha512Crypt,
        "yescrypt" => HashKind.Yescrypt,
        "apr1" => HashKind.Apr1,
        _ => HashKind.Bcrypt,
    };

    /// <summary>What is wrong with a name, or null; <paramref name="name"/> is then its NFC.</summary>
    private static string? WrongName(string? user, out string? name)
    {
        name = null;
        if (user is null)
            return null;
        if ((NameRules.OfUser(user) ?? (user.StartsWith('#') ? "In a file, a user name can't start with #." : null)) is { } fault)
            return fault;
        return Nfc.TryNormalize(user, out name) ? null : "A user name has no code point that no text has.";
    }
}
