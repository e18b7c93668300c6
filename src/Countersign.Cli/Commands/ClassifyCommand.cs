using System.CommandLine;
using System.Globalization;
using Countersign.AspNetCore.Words;
using Countersign.Inspector.Logs;
using Countersign.Inspector.Logs.Reading;
using Countersign.Inspector.Reports;

namespace Countersign.Cli.Commands;

/// <summary><c>classify FILE...</c>: what the 401s of an access log are, and which of them the service is to blame for.</summary>
internal static class ClassifyCommand
{
    public static Command Create()
    {
        var files = new Argument<string[]>("file") { Description = "Access logs, compressed by gzip or not; - for the standard input.", Arity = ArgumentArity.OneOrMore };
        var logFormat = new Option<string?>("--log-format") { Description = $"What the lines are, where they are not recognised: {string.Join(", ", LogFormats.Names)}, or what stands in the configuration of nginx (log_format), Apache (LogFormat) or Envoy.", HelpName = "NAME|STRING" };
        logFormat.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } text && LogFormats.Named(text, out var problem) is null)
                result.AddError(NearestName.Of(text, LogFormats.Names) is { } near ? $"'{text}' is no format; did you mean '{near}'?" : problem!);
        });
        var since = Moment("--since", "Leave out what is before this time.");
        var until = Moment("--until", "Leave out what is from this time on.");
        var deploy = new Option<string[]>("--deploy") { Description = "When something was deployed: what begins soon after is put down to it (M9). May be given several times.", HelpName = "TIME" };
        deploy.Validators.Add(result =>
        {
            if (result.Tokens.FirstOrDefault(token => TimeOptions.MomentOf(token.Value) is null) is { } wrong)
                result.AddError(NoMoment(wrong.Value));
        });
        var failAbove = new Option<double?>("--fail-above") { Description = "End with 1 when more than this share of all requests counts against availability.", HelpName = "PERCENT" };
        failAbove.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && (!double.TryParse(text, CultureInfo.InvariantCulture, out var percent) || percent is not (>= 0 and <= 100)))
                result.AddError($"'{text}' is no share in percent; write 0.1 or 5.");
        });
        var format = OutputFormat.Option();
        var command = new CommandWithExamples(
            "classify",
            "Sort the 401s of access logs: first legs, scans, expired tokens, guessing, outages. Names the likely cause of a rise, and the share that counts against availability.",
            "countersign classify /var/log/nginx/access.log",
            "countersign classify /var/log/nginx/access.log*                       # in the order of their times",
            "zcat access.log.9.gz | countersign classify -",
            "countersign classify access.log --since 2026-11-22T14:00Z --deploy 2026-11-22T14:05Z",
            "countersign classify access.log --log-format '$remote_addr [$time_local] \"$request\" $status \"$auth_scheme\"'",
            "countersign classify access.log --fail-above 0.1 --format json")
        {
            files, logFormat, since, until, deploy, failAbove, format,
        };
        command.Validators.Add(result =>
        {
            if (Array.Find(result.GetValue(files) ?? [], UnknownOption.IsOne) is { } unknown)
                result.AddError(UnknownOption.Fault(unknown, result.Command));
            else if (result.GetValue(files) is { } names && names.Count(name => name == "-") > 1)
                result.AddError("The standard input can be read once.");
        });
        command.SetAction(parsed =>
        {
            var classifier = new LogClassifier([.. (parsed.GetValue(deploy) ?? []).Select(text => TimeOptions.MomentOf(text)!.Value)]);
            var scan = new LogScan(classifier, parsed.GetValue(logFormat), MomentOf(parsed.GetValue(since)), MomentOf(parsed.GetValue(until)));
            var progress = new TerminalProgress();
            foreach (var file in InOrder(parsed.GetValue(files)!, parsed.GetValue(logFormat)))
                Read(scan, file, progress);
            progress.Clear();
            classifier.Finish();
            var report = new LogReport(scan, classifier.Counts, classifier.Memory);
            if (OutputFormat.IsJson(parsed, format))
                CommandJson.Write(json => ClassificationJson.Write(json, report));
            else
                ClassificationText.Write(parsed.InvocationConfiguration.Output, report);
            return Ends(report, parsed.GetValue(failAbove));
        });
        return command;
    }

    private static int Ends(LogReport report, double? failAbove)
    {
        if (report.Counts.Lines == 0 && report.Scan.LeftOut == 0)
            return 1;
        if (failAbove is not { } most)
            return 0;
        if (report.PercentOfRequests(report.Counting) is not { } percent)
            throw new CommandFailure("the log has refusals alone: which share of all requests they are can't be told.");
        return percent > most ? 1 : 0;
    }

    private static IEnumerable<string> InOrder(string[] files, string? format)
    {
        foreach (var missing in files.Where(file => file != "-" && !File.Exists(file)))
            throw new CommandFailure(Directory.Exists(missing) ? $"{missing} is a folder; name its files." : $"there is no file {missing}.");
        return files.Length == 1 ? files : files.OrderBy(file => IsReadOnce(file) ? long.MaxValue : FirstTime(file, format));
    }

    // What was read of a pipe is gone; neither pipes nor devices have a length.
    private static bool IsReadOnce(string file) => file == "-" || TargetOf(file) is not { Exists: true, Length: > 0 };

    private static FileInfo TargetOf(string file)
    {
        var named = new FileInfo(file);
        return named.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? named;
    }

    private static long FirstTime(string file, string? format)
    {
        using var source = Open(file);
        return LogOrder.FirstTime(source, format) ?? long.MaxValue;
    }

    private static void Read(LogScan scan, string file, TerminalProgress progress)
    {
        using var source = file == "-" ? Console.OpenStandardInput() : Open(file);
        scan.Read(source, file == "-" ? "standard input" : file, new ScanProgress(progress, file, source));
    }

    // The scan has a buffer of its own.
    private static FileStream Open(string file) => new(file, new FileStreamOptions { BufferSize = 0, Options = FileOptions.SequentialScan });

    private static Option<string?> Moment(string name, string description) =>
        new Option<string?>(name) { Description = description, HelpName = "TIME" }.Checked(text => TimeOptions.MomentOf(text) is null ? NoMoment(text) : null);

    private static string NoMoment(string text) => $"'{text}' is no time; write 2026-11-22T14:05Z, or the seconds since 1970.";

    private static DateTimeOffset? MomentOf(string? text) => text is null ? null : TimeOptions.MomentOf(text);

    private sealed class ScanProgress(TerminalProgress progress, string file, Stream source) : IProgress<long>
    {
        public void Report(long value)
        {
            if (source.CanSeek && source.Length > 0)
                progress.Report(string.Create(CultureInfo.InvariantCulture, $"{file}, {source.Position * 100 / source.Length} %"));
            else
                progress.Report(string.Create(CultureInfo.InvariantCulture, $"{file}, {value >> 20} MiB"));
        }
    }
}
