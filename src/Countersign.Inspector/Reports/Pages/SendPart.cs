using Countersign.Inspector.Fixes;
using Countersign.Inspector.Verdicts;

namespace Countersign.Inspector.Reports.Pages;

/// <summary>What the caller changes, and the request for programs that send it.</summary>
internal static class SendPart
{
    public static Markup Of(Verdict verdict)
    {
        if (verdict.Changes.IsEmpty || verdict.About?.Request is not { } request || RevisedRequest.Of(request, verdict.Changes) is not { } revised)
            return Markup.None;
        var isFirst = true;
        return Markup.Of($"""
            <section id="send"><h2>What to send</h2>
            <pre tabindex="0" aria-label="The change of the request">{Markup.Join(revised.Diff.Select(line => Markup.Of($"<span class=\"{(line.StartsWith('-') ? "gone" : "come")}\">{line}</span>\n")))}</pre>
            {Markup.Join(RequestForm.All.Select(form => Form(form, revised)))}</section>
            """);

        Markup Form(RequestForm form, RevisedRequest request)
        {
            var open = Markup.When(isFirst, Markup.Of($" open"));
            isFirst = false;
            return Markup.Of($"<details{open}><summary>{form.Name}</summary><pre class=\"copy\" tabindex=\"0\" aria-label=\"{form.Name}\">{form.Write(request)}</pre></details>");
        }
    }
}
