using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Countersign.AspNetCore.Stores;
using Countersign.AspNetCore.Telemetry;
using Countersign.Gateway.Admin;
using Countersign.Gateway.Explaining;

namespace Countersign.Cli.Commands;

/// <summary><c>revoke token|id|session|subject|list|undo</c>. Tokens are typed or come from the standard input, never from the command line, where others see them.</summary>
internal static class RevokeCommand
{
    public static Command Create()
    {
        // Of the group as well, so that it may stand on either side of the subcommand.
        var config = CommandConfiguration.Option();
        config.Recursive = true;
        return new CommandWithExamples(
            "revoke",
            "Call tokens back before their end, list what was called back, and undo it. Running gateways follow within a second.",
            "countersign revoke session 08a5019c-17e1-4977-8f42-65a12843ea02 --config countersign.yaml",
            "countersign revoke list --config countersign.yaml")
        {
            config, WholeToken(config),
            Naming(config, RevocationKind.Id, "id", "jti", "Revoke one token by its jti.", "4yGKwmeb0p"),
            Naming(config, RevocationKind.Session, "session", "sid", "Revoke all tokens of a session by their sid.", "08a5019c-17e1-4977-8f42-65a12843ea02"),
            Naming(config, RevocationKind.Subject, "subject", "sub", "Revoke all tokens about a subject that were made until now; what is made later counts.", "248289761001"),
            Listing(config), Undoing(config),
        };
    }

    private static CommandWithExamples WholeToken(Option<string?> config)
    {
        var hash = new Option<string?>("--hash") { Description = "The SHA-256 of the token in hexadecimal digits, when the token is not at hand.", HelpName = "HEX" }.Checked(TokenToRevoke.FaultOfHash);
        var (reason, until) = (Reason(), Until());

        // It takes what it refuses: the parser's own complaint would show the token again.
        var misplaced = new Argument<string[]>("token") { Hidden = true, Arity = ArgumentArity.ZeroOrMore };
        misplaced.Validators.Add(result => result.AddError("A token is not taken from the command line, where others see it; give it on the standard input."));
        var command = new CommandWithExamples(
            "token",
            "Revoke one token, whatever is in it. It is asked for, or is the first line of the standard input; the store keeps its hash alone.",
            "countersign revoke token --reason 'found in a log' --config countersign.yaml < leaked.txt",
            "countersign revoke token --hash e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        {
            misplaced, hash, reason, until,
        };
        command.SetAction(parsed =>
        {
            var now = TimeProvider.System.GetUtcNow();
            var draft = parsed.GetValue(hash) is { } digits
                ? new RevocationRecord(RevocationKind.Token, digits.ToLowerInvariant()) { Until = TermRules.RevocationEnd(parsed.GetValue(until), now) }
                : TokenToRevoke.Revocation(ReadToken(parsed), parsed.GetValue(until), now);
            return Add(parsed.GetValue(config), draft with { Reason = parsed.GetValue(reason) });
        });
        return command;
    }

    private static CommandWithExamples Naming(Option<string?> config, RevocationKind kind, string verb, string claim, string sentence, string example)
    {
        var value = new Argument<string>(claim) { Description = $"The {claim} of the token." }.Checked(NameRules.OfClaim);
        var issuer = new Option<string?>("--issuer") { Description = $"Whose {claim} it is, the iss of the token. Without it, every issuer's.", HelpName = "ISS" }.Checked(NameRules.OfClaim);
        var (reason, until) = (Reason(), Until());
        var command = new CommandWithExamples(verb, sentence, $"countersign revoke {verb} {example} --issuer https://login.example --config countersign.yaml")
        {
            value, issuer, reason, until,
        };
        command.SetAction(parsed => Add(parsed.GetValue(config), new(kind, parsed.GetRequiredValue(value))
        {
            Issuer = parsed.GetValue(issuer),
            Reason = parsed.GetValue(reason),
            Until = TermRules.RevocationEnd(parsed.GetValue(until), TimeProvider.System.GetUtcNow()),
        }));
        return command;
    }

    private static CommandWithExamples Listing(Option<string?> config)
    {
        var format = OutputFormat.Option();
        var command = new CommandWithExamples(
            "list",
            "List the revocations, with tabs between number, kind, value, issuer, time, end and reason.",
            "countersign revoke list --config countersign.yaml",
            "countersign revoke list --format json")
        {
            format,
        };
        command.SetAction(parsed =>
        {
            using var store = CommandConfiguration.OpenStore(parsed.GetValue(config));
            using var revocations = new RevocationStore(store);
            Write(revocations.List(), OutputFormat.IsJson(parsed, format));
            return 0;
        });
        return command;
    }

    private static CommandWithExamples Undoing(Option<string?> config)
    {
        var id = new Argument<long>("number") { Description = "The number of the revocation, as 'revoke list' shows it.", CustomParser = ReadNumber };
        var command = new CommandWithExamples("undo", "Take a revocation back: the tokens count again until their end.", "countersign revoke undo 7 --config countersign.yaml") { id };
        command.SetAction(parsed =>
        {
            using var store = CommandConfiguration.OpenStore(parsed.GetValue(config));
            using var revocations = new RevocationStore(store);
            if (!revocations.Undo(parsed.GetRequiredValue(id)))
                throw new CommandFailure("there is no such revocation; 'countersign revoke list' shows them.");
            Console.Error.WriteLine($"revocation {parsed.GetRequiredValue(id)} undone");
            return 0;
        });
        return command;
    }

    private static long ReadNumber(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            result.AddError($"'{text}' is no number of a revocation; 'countersign revoke list' shows them.");
        return number;
    }

    private static Option<string?> Reason() => new Option<string?>("--reason") { Description = "Why, for whoever reads the list.", HelpName = "TEXT" }.Checked(NameRules.OfLabel);

    private static Option<string?> Until() => new Option<string?>("--until")
    {
        Description = "How long it is kept, at least as long as the tokens live: 30d, 12h, never for without end. Without it, 90d; of a whole token until a day after its end.",
        HelpName = "TIME",
    }.Checked(TermRules.OfRevocation);

    private static string ReadToken(ParseResult parsed)
    {
        var token = Terminal.ReadToken(parsed.InvocationConfiguration.Error);
        return TokenToRevoke.FaultOf(token) is { } fault ? throw new CommandFailure(fault) : token;
    }

    private static int Add(string? config, RevocationRecord draft)
    {
        var configuration = CommandConfiguration.Read(config);
        using var store = Store.Open(configuration.Store);
        using var revocations = new RevocationStore(store);
        var added = revocations.Add(draft);
        Console.WriteLine(added.Id);
        Console.Error.WriteLine($"Revoked, {EndOf(added)}; 'countersign revoke undo {added.Id}' takes it back.");
        if (UnknownIssuer.WarningOf(added.Issuer, configuration) is { } warning)
            Console.Error.WriteLine("warning: " + Printable.Of(warning));
        return 0;
    }

    private static void Write(IReadOnlyList<RevocationRecord> revocations, bool asJson)
    {
        if (asJson)
        {
            CommandJson.WriteArray(revocations, RevocationJson.Write);
            return;
        }

        foreach (var revocation in revocations)
        {
            var issuer = revocation.Issuer is { } named ? Printable.Of(named) : "every issuer";
            Console.WriteLine(
                $"{revocation.Id}\t{revocation.Kind.Name()}\t{Printable.Of(revocation.Value)}\t{issuer}\t{revocation.Created:u}\t{EndOf(revocation)}\t{Printable.Of(revocation.Reason ?? "")}");
        }

        if (revocations.Count == 0)
            Console.Error.WriteLine("nothing is revoked");
    }

    private static string EndOf(RevocationRecord revocation) => revocation.Until is { } until ? $"kept until {until:u}" : "kept without end";
}
