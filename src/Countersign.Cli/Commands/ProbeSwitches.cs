using System.CommandLine;
using System.CommandLine.Parsing;
using Countersign.Inspector.Probes;

namespace Countersign.Cli.Commands;

/// <summary>What <c>inspect URL --probe</c> may ask besides.</summary>
internal sealed class ProbeSwitches
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    private readonly Option<bool> _probe = new("--probe") { Description = "Ask further: without credentials, with invented ones, with the given ones; by GET, HEAD and OPTIONS, and as scripts of other origins. Only where you may." };

    private readonly Option<string[]> _methods = new Option<string[]>("--probe-methods") { Description = "Probe these methods as well, without credentials and with invented ones: an open server does what they say.", HelpName = "METHOD,...", AllowMultipleArgumentsPerToken = false }
        .Checked(text => text.Split(',').All(method => method.Length is > 0 and < 24 && method.All(c => char.IsAsciiLetterUpper(c) || c == '-') && method != "CONNECT") ? null : "--probe-methods are methods such as POST,DELETE.");

    private readonly Option<bool> _paths = new("--probe-paths") { Description = "Probe other writings of the path (//, %2e, capitals), which guards may read otherwise." };

    private readonly Option<string?> _user = new("--probe-user") { Description = "A user that there is: asked for twice with a wrong password, and compared with one that there is not.", HelpName = "USER" };

    private readonly Option<int> _most = new Option<int>("--probe-max") { Description = "How many requests are sent at most.", DefaultValueFactory = _ => new ProbeOptions().MaxRequests, HelpName = "N" }
        .Checked(text => int.TryParse(text, out var most) && most is >= 1 and <= 200 ? null : "--probe-max is from 1 to 200.");

    private readonly Option<string?> _pause = TimeOptions.Length("--probe-pause", "How long it waits between two of them (a quarter of a second).")
        .Checked(text => TimeOptions.LengthOf(text) > LongestPause ? "--probe-pause is up to 5m." : null);

    public IEnumerable<Option> All => [_probe, _methods, _paths, _user, _most, _pause];

    public void AddTo(Command command)
    {
        foreach (var option in All)
            command.Add(option);
        command.Validators.Add(result =>
        {
            if (!result.Has(_probe) && All.FirstOrDefault(result.Has) is { } idle)
                result.AddError($"{idle.Name} is for --probe.");
        });
    }

    /// <summary>Whether probes are wanted.</summary>
    public bool IsWanted(CommandResult result) => result.Has(_probe);

    /// <summary>How much may be asked; null for nothing.</summary>
    public ProbeOptions? Read(ParseResult parsed, string? origin, TimeSpan timeout) => !parsed.GetValue(_probe) ? null : new()
    {
        Methods = [.. (parsed.GetValue(_methods) ?? []).SelectMany(text => text.Split(','))],
        Variants = parsed.GetValue(_paths),
        KnownUser = parsed.GetValue(_user),
        MaxRequests = parsed.GetValue(_most),
        Pause = TimeOptions.LengthOf(parsed.GetValue(_pause)) ?? new ProbeOptions().Pause,
        Origin = origin,
        Timeout = timeout,
    };
}
