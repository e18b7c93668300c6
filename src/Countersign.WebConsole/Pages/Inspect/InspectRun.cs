using System.Collections.Immutable;
using System.Text;
using Countersign.Inspector;
using Countersign.Inspector.Lint;
using Countersign.Inspector.Reading;
using Countersign.WebConsole.Guarding;

namespace Countersign.WebConsole.Pages.Inspect;

/// <summary>Judges what was filled in.</summary>
internal static class InspectRun
{
    // Somebody waits for it.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    /// <summary>What was found, or a sentence that says why nothing was.</summary>
    public static async Task<(InspectResult? Result, string? Fault)> RunAsync(InspectForm form, ConsoleOptions options, CancellationToken cancel)
    {
        if (form.Fault is { } fault)
            return (null, fault);
        return form.Order is not null ? await AskAsync(form, options, cancel) : await Task.Run(() => Judge(form), cancel);
    }

    private static async Task<(InspectResult? Result, string? Fault)> AskAsync(InspectForm form, ConsoleOptions options, CancellationToken cancel)
    {
        if (options.Visits is not { } visits)
            return (null, "This console asks no addresses.");
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Longest);
        try
        {
            var recording = await visits.AskAsync(form.Order!, new GuardedNetwork(options.Reach), patience.Token);
            return (new(InspectForm.WithoutSecrets(form.Order!.Url)) { Inspection = Inspection.Of(recording), Query = form.ToQuery() }, null);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return (null, "It took longer than a minute, and was stopped.");
        }
        catch (IOException failed)
        {
            return (null, failed.Message);
        }
    }

    private static (InspectResult? Result, string? Fault) Judge(InspectForm form)
    {
        var file = form.Files[0];
        string? problem = null;
        if (form.Kind.Length == 0 && form.Files.Count == 1 && TranscriptReader.Read(file.Octets, out problem) is { } recording)
            return (new(file.Name) { Inspection = Inspection.Of(recording) }, null);
        var linted = Lint(form.Files, form.Kind);
        if (!linted.IsEmpty)
            return (new(string.Join(", ", linted.Select(each => each.Files[0]))) { Configurations = linted }, null);
        return (null, form.Files.Count > 1 ? "Several files are read as one configuration, and none of these looks like one." : problem ?? "That looks like no configuration that is known here; say whose it is.");
    }

    private static ImmutableArray<LintedConfiguration> Lint(IReadOnlyList<GivenFile> files, string kind)
    {
        var linted = files
            .Select(file => (file.Name, Linter: LinterOf(file, kind)))
            .Where(each => each.Linter is not null)
            .Select(each => each.Linter!.Lint(each.Name, new GivenFiles(files, each.Name)))
            .ToList();

        // What another includes is judged there and not alone.
        var included = linted.SelectMany(each => each.Files.Skip(1).Except([each.Files[0]], StringComparer.Ordinal)).ToHashSet(StringComparer.Ordinal);
        return [.. linted.Where(each => !included.Contains(each.Files[0]))];
    }

    private static ConfigurationLinter? LinterOf(GivenFile file, string kind)
    {
        if (kind.Length > 0)
            return LintCatalogue.All.First(linter => linter.Kind == kind);
        return LintCatalogue.Of(file.Name, Encoding.UTF8.GetString(file.Octets.Span));
    }
}
