using System.CommandLine;
using Countersign.Gateway.Configuration;
using Countersign.Gateway.TokenTools;
using Countersign.Tokens;
using Countersign.Tokens.Rules;

namespace Countersign.Cli.Commands;

/// <summary><c>token verify</c>: the gateway's own rules, check by check.</summary>
internal static class TokenVerifyCommand
{
    public static Command Create()
    {
        var file = TokenSource.Argument();
        var config = CommandConfiguration.Option();
        var scheme = new Option<string?>("--scheme") { Description = "The scheme of the configuration whose rules count; can be left out when one takes tokens.", HelpName = "NAME" };
        var route = new Option<string?>("--route") { Description = "Judge the demands of this route as well: scopes, roles, claims, groups, sign-in.", HelpName = "NAME" };
        var jwks = new Option<string?>("--jwks") { Description = "Take the keys from here (a JWK Set, a JWK or PEM) instead of where the configuration says.", HelpName = "FILE|URL" };
        var rules = new RulesOptions();
        var at = new Option<string?>("--at") { Description = "Judge as of another time, such as 2026-11-22T05:00:00Z.", HelpName = "TIME" }
            .Checked(text => TimeOptions.MomentOf(text) is null ? $"'{text}' is no time; write 2026-11-22T05:00:00Z." : null);
        var format = OutputFormat.Option();
        var command = new CommandWithExamples(
            "verify",
            "Hold a token against the gateway's own rules and tell of every check. The issuer is asked for its keys as the gateway would. "
                + "With --issuer and --jwks no configuration is needed.",
            "countersign token verify --config countersign.yaml --route api < token.txt",
            "countersign token verify token.txt --scheme tokens --at 2026-11-22T05:00:00Z",
            "countersign token verify --jwks keys.json --issuer https://login.example --audience https://api.example < token.txt")
        {
            file, config, scheme, route, jwks, rules.Issuer, rules.Audiences, rules.Types, rules.Algorithms, rules.Leeway, at, format,
        };
        command.Validators.Add(result =>
        {
            if (!result.Has(rules.Issuer))
            {
                if (rules.All.Skip(1).FirstOrDefault(result.Has) is { } stray)
                    result.AddError($"{stray.Name} needs --issuer: with a configuration its own rules count.");
            }
            else if (!result.Has(jwks))
                result.AddError("--issuer needs --jwks: without a configuration nobody says where its keys are.");
            else if (new Option[] { config, scheme, route }.FirstOrDefault(result.Has) is { } other)
                result.AddError($"{other.Name} is of a configuration, and --issuer is instead of one.");
        });
        command.SetAction(async (parsed, cancel) =>
        {
            var order = OrderOf();
            if (parsed.GetValue(jwks) is { } keys)
                order = order.WithKeys(keys);
            var result = await TokenTrial.RunAsync(order with { At = parsed.GetValue(at) is { } text ? TimeOptions.MomentOf(text) : null }, TimeProvider.System, cancel);
            if (OutputFormat.IsJson(parsed, format))
                CommandJson.Write(json => TrialJson.Write(json, result));
            else
                TrialText.Write(parsed.InvocationConfiguration.Output, result);
            return result.Counts ? 0 : 1;

            TrialOrder OrderOf()
            {
                if (rules.Read(parsed) is { } instead)
                    return new(TokenSource.Read(parsed, file).Text, instead, instead);
                var configuration = CommandConfiguration.Read(parsed.GetValue(config));
                return TrialOrder.Of(TokenSource.Read(parsed, file).Text, configuration, parsed.GetValue(scheme), parsed.GetValue(route), out var problem)
                    ?? throw new CommandFailure($"{problem}.");
            }
        });
        return command;
    }

    /// <summary>What takes the place of a configuration.</summary>
    private sealed class RulesOptions
    {
        public Option<string?> Issuer { get; } = new("--issuer") { Description = "Without a configuration: the issuer whose tokens count.", HelpName = "ISS" };

        public Option<string[]> Audiences { get; } = new("--audience") { Description = "With --issuer: who the token has to be for; may be repeated. Without it, anybody.", HelpName = "AUD" };

        public Option<string[]> Types { get; } = new("--type") { Description = "With --issuer: the typ that is taken (at+jwt); may be repeated.", HelpName = "TYP" };

        public Option<string[]> Algorithms { get; } = TokenAlgorithms.Option("--algorithm", "With --issuer: an algorithm that is taken (all but HMAC); may be repeated.");

        public Option<string?> Leeway { get; } = TimeOptions.Length("--leeway", "With --issuer: how far its clock may be off (60s).");

        public IEnumerable<Option> All => [Issuer, Audiences, Types, Algorithms, Leeway];

        public BearerConfiguration? Read(ParseResult parsed)
        {
            if (parsed.GetValue(Issuer) is not { } issuer)
                return null;
            var defaults = new TokenRules();
            var rules = defaults with
            {
                Audiences = [.. parsed.GetValue(Audiences) ?? []],
                Types = parsed.GetValue(Types) is { Length: > 0 } types ? [.. types] : defaults.Types,
                Algorithms = parsed.GetValue(Algorithms) is { Length: > 0 } names ? [.. names.Select(JwsAlgorithm.Find).OfType<JwsAlgorithm>()] : defaults.Algorithms,
                Leeway = TimeOptions.LengthOf(parsed.GetValue(Leeway)) ?? defaults.Leeway,
            };
            return new("command-line") { Issuers = [new(issuer) { Rules = rules }] };
        }
    }
}
