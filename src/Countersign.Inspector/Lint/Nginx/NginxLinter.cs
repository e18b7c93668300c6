using System.Text.RegularExpressions;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Lint.Nginx;

/// <summary>Reads and judges configurations of nginx: a whole one with what it includes, what <c>nginx -T</c> wrote, or a file that others include.</summary>
internal sealed partial class NginxLinter : ConfigurationLinter
{
    private const int MaxLooked = 200_000;

    /// <inheritdoc/>
    public override string Kind => "nginx";

    /// <inheritdoc/>
    public override IEnumerable<CheckRow> Rows => NginxChecks.All.Select(check => check.Row);

    /// <inheritdoc/>
    public override int Recognizes(string file, string text)
    {
        var name = Path.GetFileName(file);
        if (name is "nginx.conf" || Dumped().IsMatch(text.Length > 4096 ? text[..4096] : text))
            return 100;
        var looked = text.Length > MaxLooked ? text[..MaxLooked] : text;
        if (Block().IsMatch(looked))
            return 80;
        return name.EndsWith(".conf", StringComparison.Ordinal) && Line().IsMatch(looked) ? 60 : 0;
    }

    /// <inheritdoc/>
    public override LintedConfiguration Lint(string file, IConfigurationFiles files)
    {
        var text = files.Read(file);
        if (text is null)
            return new NginxConfiguration(new(new(files, ""), files, ""), [file]) { Problems = [(file, new(1, 0, "it can't be read"))] };
        var dump = NginxDump.Of(text);
        var (main, source) = dump is null ? (file, files) : (dump.Main, (IConfigurationFiles)dump);
        var prefix = main.LastIndexOf('/') is > 0 and var at ? main[..at] : "";
        var reader = new NginxReader(source, prefix);
        reader.Read(main, dump is null ? text : dump.Read(main)!);
        var model = new NginxModel(reader, source, prefix);
        var view = new NginxView(model);
        var findings = reader.Secrets.Without(reader.JudgedBy(model.Judging, check => check.Judge(view), file));
        return new NginxConfiguration(model, dump is null ? reader.Files : [file, .. reader.Files]) { Findings = findings, Problems = reader.Problems };
    }

    [GeneratedRegex(@"^# configuration file [^\r\n]+:\r?$", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex Dumped();

    [GeneratedRegex(@"^[ \t]*((http|server|events)[ \t]*\{|location[ \t]+([=~^*]+[ \t]*)?[^\s{]+[ \t]*\{|upstream[ \t]+[\w.-]+[ \t]*\{)", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 2000)]
    private static partial Regex Block();

    [GeneratedRegex(@"^[ \t]*(proxy_pass|proxy_set_header|auth_basic|auth_basic_user_file|auth_request|fastcgi_param|add_header|ssl_certificate|include|map|satisfy|allow|deny)[ \t]+[^\n]*;[ \t]*(#.*)?\r?$", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 2000)]
    private static partial Regex Line();
}
