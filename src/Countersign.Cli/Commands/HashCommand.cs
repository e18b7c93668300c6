using System.CommandLine;
using System.Security.Cryptography;
using System.Text;
using Countersign.AspNetCore.Passwords;

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
        var kind = new Option<string>("--kind")
        {
            Description = "How to hash: bcrypt, sha512-crypt, yescrypt or apr1",
            DefaultValueFactory = _ => "bcrypt",
        };
        kind.AcceptOnlyFromAmong("bcrypt", "sha512-crypt", "yescrypt", "apr1");
        var cost = new Option<int?>("--cost") { Description = "bcrypt: 4 to 17 (10); sha512-crypt: rounds (5000); yescrypt: 1 to 11 (5)" };
        var user = new Option<string?>("--user") { Description = "Print a whole line for this user" };
        var digest = new Option<string?>("--digest") { Description = "Print an htdigest line for this realm instead", HelpName = "realm" };
        var algorithm = new Option<string>("--algorithm")
        {
            Description = "The algorithm of the htdigest line: SHA-256, or MD5 for old clients",
            DefaultValueFactory = _ => "SHA-256",
        };
        algorithm.AcceptOnlyFromAmong("SHA-256", "MD5");

        var command = new Command("hash", "Hash a password for an htpasswd or htdigest file; it is asked for, or read as one line of standard input")
        {
            kind, cost, user, digest, algorithm,
        };
        command.SetAction(parsed =>
        {
            var output = parsed.InvocationConfiguration.Output;
            var error = parsed.InvocationConfiguration.Error;
            if (WrongName(parsed.GetValue(user)) is { } wrong)
            {
                error.WriteLine(wrong);
                return WrongUsage;
            }

            if (parsed.GetValue(digest) is { } realm)
                return Digest(parsed.GetValue(user), realm, parsed.GetValue(algorithm)!, output, error);
            return Hash(parsed.GetValue(user), KindOf(parsed.GetValue(kind)!), parsed.GetValue(cost), output, error);
        });
        return command;
    }

    private static int Hash(string? user, HashKind kind, int? cost, TextWriter output, TextWriter error)
    {
        if (ReadPassword(error) is not { } password)
            return Failed;
        if (PasswordMaker.WarningFor(password, kind) is { } warning)
            error.WriteLine($"warning: {warning}");
        try
        {
            var hash = PasswordMaker.Create(password, kind, cost).Reveal();
            output.WriteLine(user is null ? hash : $"{user.Normalize()}:{hash}");
            return Done;
        }
        catch (ArgumentException exception)
        {
            // Without the name of the parameter, which says nothing to an operator.
            error.WriteLine(exception.Message.Split(" (Parameter")[0]);
            return WrongUsage;
        }
        catch (PlatformNotSupportedException exception)
        {
            error.WriteLine(exception.Message);
            return Failed;
        }
    }

    private static int Digest(string? user, string realm, string algorithm, TextWriter output, TextWriter error)
    {
        if (user is null || realm.Contains(':', StringComparison.Ordinal) || realm.Any(char.IsControl))
        {
            error.WriteLine(user is null ? "An htdigest line needs --user." : "A realm in an htdigest file has no colon and no control character.");
            return WrongUsage;
        }

        if (ReadPassword(error) is not { } password)
            return Failed;
        if (password.Any(char.IsControl))
        {
            error.WriteLine("A password contains no control characters.");
            return WrongUsage;
        }

        // RFC 7616 §3.4.2: unq(username) ":" unq(realm) ":" passwd.
        var name = user.Normalize();
        var octets = Encoding.UTF8.GetBytes($"{name}:{realm}:{password.Normalize()}");
        var hash = algorithm == "MD5" ? MD5.HashData(octets) : SHA256.HashData(octets);
        CryptographicOperations.ZeroMemory(octets);
        output.WriteLine($"{name}:{realm}:{Convert.ToHexStringLower(hash)}");
        return Done;
    }

    private static HashKind KindOf(string kind) => kind switch
    {
        "sha512-crypt" => HashKind.Sha512Crypt,
        "yescrypt" => HashKind.Yescrypt,
        "apr1" => HashKind.Apr1,
        _ => HashKind.Bcrypt,
    };

    private static string? WrongName(string? user)
    {
        if (user is null)
            return null;
        if (user.Length == 0 || user.Contains(':', StringComparison.Ordinal) || user.Any(char.IsControl))
            return "A user name is not empty and has no colon and no control character.";
        return user.StartsWith('#') || user.Trim() != user ? "In a file, a user name can't start with # nor have spaces around it." : null;
    }

    private static string? ReadPassword(TextWriter error)
    {
        if (Console.IsInputRedirected)
        {
            var line = Console.In.ReadLine();
            if (line is null)
                error.WriteLine("There is no password on standard input.");
            return line;
        }

        var first = ReadHidden("Password: ", error);
        if (ReadHidden("Again: ", error) == first)
            return first;
        error.WriteLine("The two passwords differ.");
        return null;
    }

    private static string ReadHidden(string prompt, TextWriter error)
    {
        error.Write(prompt);
        var typed = new StringBuilder();
        while (true)
        {
            var key = Console.ReadKey(intercept: true);
            switch (key.Key)
            {
                case ConsoleKey.Enter:
                    error.WriteLine();
                    return typed.ToString();
                case ConsoleKey.Backspace:
                    typed.Length = Math.Max(0, typed.Length - 1);
                    break;
                default:
                    if (!char.IsControl(key.KeyChar))
                        typed.Append(key.KeyChar);
                    break;
            }
        }
    }
}
