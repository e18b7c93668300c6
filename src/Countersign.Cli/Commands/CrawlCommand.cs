using System.CommandLine;
using Countersign.AspNetCore.Outbound;
using Countersign.Cli.Crawling;
using Countersign.Inspector.Checks.Crawl;
using Countersign.Inspector.Crawl;
using Countersign.Inspector.Crawl.Network;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Reports;

namespace Countersign.Cli.Commands;

/// <summary><c>crawl URL</c>: what strangers are refused of a site that is for them.</summary>
internal static class CrawlCommand
{
    public static Command Create()
    {
        var url = new Argument<string?>("url") { Description = "Where to begin; all of its origin is the site.", Arity = ArgumentArity.ZeroOrOne };
        var bounds = new CrawlBoundOptions();
        var credentials = new RequestCredentialOptions();
        var authorities = new Option<string?>("--cacert") { Description = "A PEM file of authorities to trust, instead of the system's.", HelpName = "FILE" };
        var failOn = SeverityOption.Create();
        var baseline = new BaselineOptions();
        var list = new Option<bool>("--list-checks") { Description = "List all checks and ask for nothing." };
        var format = new Option<string>("--format") { Description = "text for people, html for a page to hand on, json for programs, junit for build servers.", DefaultValueFactory = _ => "text", HelpName = "text|json|html|junit" };
        format.AcceptOnlyFromAmong("text", "json", "html", "junit");
        var command = new CommandWithExamples(
            "crawl",
            "Go through a site as a stranger does, and find what is refused there and should not be: assets of open pages, robots.txt, sitemaps, manifests, icons, previews; and links that end at a "
                + "dialog. It keeps to robots.txt, asks twice a second, changes nothing and sends no form. With credentials it goes on where strangers are refused; other origins never see them.",
            "countersign crawl https://www.example.org/",
            "countersign crawl https://www.example.org/ --max-pages 200 --format html > site.html",
            "countersign crawl https://staging.example.org/ --auth anna --unlimited --ignore-robots",
            "countersign crawl https://www.example.org/ --state site.crawl          # goes on where it was stopped",
            "countersign crawl https://www.example.org/ --fail-on warning --format junit > crawl.xml")
        {
            url,
        };
        bounds.AddTo(command);
        credentials.AddTo(command);
        foreach (var option in new Option[] { authorities, failOn, list, format, baseline.Accepted, baseline.Written })
            command.Add(option);
        command.Validators.Add(result =>
        {
            if (result.GetValue(list))
                return;
            if (result.GetValue(url) is not { } address)
                result.AddError("Name the address at which to begin.");
            else if (AddressOf(address) is null)
                result.AddError("The address is an http or https URL without credentials, such as https://www.example.org/; those are given by --auth.");
            if (credentials.OnInput(result) > 1)
                result.AddError("Only one thing can come on the standard input.");
        });
        command.SetAction(async (parsed, cancel) =>
        {
            var (how, output) = (parsed.GetRequiredValue(format), parsed.InvocationConfiguration.Output);
            if (parsed.GetValue(list))
                return CheckList.Write(SiteCheckCatalogue.All.Select(check => check.Row), how == "json", output);
            var start = AddressOf(parsed.GetValue(url)!)!;
            var options = bounds.Read(parsed, start);
            var given = credentials.Read(parsed, start, asksForPassword: true);
            var inspection = await RunAsync(options, given, parsed.GetValue(authorities), cancel);
            baseline.Write(parsed, "crawl", () => Baseline.Write(inspection));
            if (baseline.Read(parsed) is { } accepted)
                inspection = accepted.Without(inspection);
            Report(inspection, how, parsed.GetRequiredValue(failOn), output);
            return inspection.IsSeen && !SeverityOption.Fails(inspection.Findings.Select(found => found.Finding.Severity), parsed.GetRequiredValue(failOn)) ? 0 : 1;
        });
        return command;
    }

    private static async Task<SiteInspection> RunAsync(CrawlOptions options, Requests.GivenCredentials given, string? authorities, CancellationToken cancel)
    {
        using var network = CrawlNetwork.Create(options);
        if (authorities is not null)
            network.SslOptions = TrustedAuthorities.Only(authorities);
        var progress = new CrawlingLine(TimeProvider.System);
        try
        {
            if (given.IsEmpty)
                return await new SiteCrawl(options, network, null, TimeProvider.System).RunAsync(progress, cancel);
            await using var signIn = new CrawlSignIn(options.Start, given, authorities, network);
            return await new SiteCrawl(options, network, signIn.Handler, TimeProvider.System).RunAsync(progress, cancel);
        }
        catch (InvalidDataException unfit)
        {
            throw new CommandFailure($"{unfit.Message}.");
        }
        finally
        {
            progress.Clear();
        }
    }

    private static void Report(SiteInspection inspection, string format, string failOn, TextWriter output)
    {
        switch (format)
        {
            case "json":
                CommandJson.Write(json => SiteJsonReport.Write(json, inspection));
                break;
            case "html":
                SiteHtmlReport.Write(output, inspection);
                break;
            case "junit":
                SiteJUnitReport.Write(output, inspection, finding => SeverityOption.Fails([finding.Severity], failOn));
                output.WriteLine();
                break;
            default:
                SiteTextReport.Write(output, inspection);
                break;
        }
    }

    private static Uri? AddressOf(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.UserInfo.Length == 0 && url.Host.Length > 0
            ? new(url.GetComponents(UriComponents.HttpRequestUrl, UriFormat.UriEscaped))
            : null;
}
