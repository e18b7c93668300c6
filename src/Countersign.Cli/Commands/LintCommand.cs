using System.Collections.Immutable;
using System.CommandLine;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Lint;
using Countersign.Inspector.Reports;

namespace Countersign.Cli.Commands;

/// <summary><c>lint FILE|DIR...</c>: where a server's configuration lets in whom it should not, or keeps out whom it should let in.</summary>
internal static class LintCommand
{
    public static Command Create()
    {
        var paths = new Argument<string[]>("path") { Description = "A file of nginx, Apache (.htaccess, .htpasswd and .htdigest, too), Caddy or HAProxy, or a folder of such.", Arity = ArgumentArity.ZeroOrMore };
        var kind = new Option<string?>("--kind") { Description = "Whose configuration it is, where its name and text do not tell.", HelpName = string.Join('|', LintCatalogue.All.Select(linter => linter.Kind)) };
        kind.AcceptOnlyFromAmong([.. LintCatalogue.All.Select(linter => linter.Kind)]);
        var root = new Option<string?>("--root") { Description = "Look for absolute names of files below this folder, such as an unpacked image.", HelpName = "DIR" };
        var why = new Option<string?>("--why") { Description = "Say which directives decide for an address, asked for without credentials.", HelpName = "URL" };
        var method = new Option<string>("--method") { Description = "The method of --why.", DefaultValueFactory = _ => "GET", HelpName = "METHOD" };
        var failOn = SeverityOption.Create();
        var list = new Option<bool>("--list-checks") { Description = "List all checks and judge nothing." };
        var format = new Option<string>("--format") { Description = "text for people, json for programs, sarif for what shows the findings of many tools.", DefaultValueFactory = _ => "text", HelpName = "text|json|sarif" };
        format.AcceptOnlyFromAmong("text", "json", "sarif");
        var baseline = new BaselineOptions();
        var command = new CommandWithExamples(
            "lint",
            "Judge servers' configurations as far as authentication goes: what is open though it should not be, first. Nothing is sent, and no server is needed.",
            "countersign lint /etc/nginx/nginx.conf",
            "countersign lint /etc/apache2/apache2.conf --why https://www.example.org/staff/",
            "countersign lint .htaccess .htpasswd",
            "countersign lint deploy/ --format sarif > lint.sarif")
        {
            paths, kind, root, why, method, failOn, list, format, baseline.Accepted, baseline.Written,
        };
        command.Validators.Add(result =>
        {
            if (Array.Find(result.GetValue(paths) ?? [], UnknownOption.IsOne) is { } unknown)
                result.AddError(UnknownOption.Fault(unknown, result.Command));
            else if (result.GetValue(paths) is not { Length: > 0 } && !result.GetValue(list))
                result.AddError("Name a file or a folder.");
            if (result.Has(method) && !result.Has(why))
                result.AddError("--method is for --why.");
            if (result.GetValue(why) is { } address && !(Uri.TryCreate(address, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"))
                result.AddError("--why takes an address as a whole, such as https://www.example.org/staff/.");
        });
        root.Checked(folder => Directory.Exists(folder) ? null : $"--root: there is no folder {folder}.");
        command.SetAction(parsed =>
        {
            var (how, output) = (parsed.GetRequiredValue(format), parsed.InvocationConfiguration.Output);
            if (parsed.GetValue(list))
                return CheckList.Write(LintCatalogue.All.SelectMany(linter => linter.Rows).DistinctBy(row => row.Id), how == "json", output);
            var configurations = ConfigurationSources.Lint(parsed.GetValue(paths)!, parsed.GetValue(kind), new DiskFiles(parsed.GetValue(root)));
            if (parsed.GetValue(why) is { } address)
                return Why(configurations, parsed.GetRequiredValue(method), new(address), how, output);
            baseline.Write(parsed, "lint", () => Baseline.Write(configurations));
            if (baseline.Read(parsed) is { } accepted)
                configurations = [.. configurations.Select(accepted.Without)];
            Report(configurations, how, output);
            return SeverityOption.Fails(configurations.SelectMany(each => each.Findings).Select(finding => finding.Severity), parsed.GetRequiredValue(failOn)) ? 1 : 0;
        });
        return command;
    }

    private static void Report(ImmutableArray<LintedConfiguration> configurations, string format, TextWriter output)
    {
        switch (format)
        {
            case "json":
                CommandJson.Write(json => LintJsonReport.Write(json, configurations));
                break;
            case "sarif":
                CommandJson.Write(json => LintSarifReport.Write(json, configurations, ProgramVersion.Text));
                break;
            default:
                LintTextReport.Write(output, configurations);
                break;
        }
    }

    private static int Why(ImmutableArray<LintedConfiguration> configurations, string method, Uri url, string format, TextWriter output)
    {
        var decision = configurations.Select(each => each.Why(method, url)).FirstOrDefault(each => each is not null)
            ?? throw new CommandFailure($"nothing in these files decides for {QuotedWord.Of(url.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped))}.");
        if (format == "text")
            LintTextReport.Write(output, decision);
        else
            CommandJson.Write(json => LintJsonReport.Write(json, decision));
        return 0;
    }
}
