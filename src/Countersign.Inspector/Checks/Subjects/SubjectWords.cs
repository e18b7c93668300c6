using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Countersign.Inspector.Checks.Subjects;

/// <summary>The words in which servers in use say why they refuse.</summary>
internal static partial class SubjectWords
{
    // The first that fits counts: what is told to be forbidden is told last, as that is said beside the reason.
    private static readonly ImmutableArray<(RefusalSubject Subject, Regex Words)> Pages =
    [
        (RefusalSubject.Forgery, Forgery()),
        (RefusalSubject.Throttled, Throttled()),
        (RefusalSubject.Place, Place()),
        (RefusalSubject.Wall, Wall()),
        (RefusalSubject.Missing, SignInPage()),
        (RefusalSubject.Origin, Origin()),
    ];

    private static readonly ImmutableArray<(RefusalSubject Subject, Regex Words)> Sentences =
    [
        (RefusalSubject.Link, Link()),
        (RefusalSubject.Clock, Clock()),
        (RefusalSubject.Disabled, Disabled()),
        (RefusalSubject.KeyRestricted, KeyRestricted()),
        .. Pages,
        (RefusalSubject.Token, Token()),
        (RefusalSubject.Wrong, Wrong()),
        (RefusalSubject.Missing, Missing()),
        (RefusalSubject.Permission, Permission()),
    ];

    // Who is told first that a right is missing is told afterwards for what.
    private static readonly ImmutableArray<RefusalSubject> MayBePassing = [RefusalSubject.Forgery, RefusalSubject.Throttled, RefusalSubject.Wall, RefusalSubject.Origin, RefusalSubject.Token, RefusalSubject.Wrong, RefusalSubject.Missing];

    /// <summary>What the words are about, and which they are. A page is looked through for what only pages of refusals say: its forms have names, too.</summary>
    public static (RefusalSubject Subject, string Words) Of(string text, bool isPage)
    {
        text = isPage ? PageText.Blanked(text) : text;
        foreach (var (subject, words) in isPage ? Pages : Sentences)
        {
            if (PageText.Find(words, text) is not { Success: true } match)
                continue;
            if (!isPage && MayBePassing.Contains(subject) && Seen.Find(NotPermitted(), text) is { Success: true } permission && permission.Index < match.Index)
                return (RefusalSubject.Permission, permission.Value);
            return (subject, match.Groups["shown"] is { Success: true } shown ? shown.Value : match.Value);
        }

        return (RefusalSubject.None, "");
    }

    [GeneratedRegex(@"request has expired|signature not valid in the specified time frame|(link|url) (has )?expired", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Link();

    [GeneratedRegex(@"difference between the request time and the \S+ time is too large|signature expired: .{1,60} is now earlier than|signature not yet current", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Clock();

    [GeneratedRegex(@"has not been used in project .{1,80} before or it is disabled|\bAPI (is |has )?not (been )?enabled", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Disabled();

    [GeneratedRegex(@"requests (from|to) .{1,120} are blocked|IP address restriction", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex KeyRestricted();

    [GeneratedRegex(
        @"[CX]SRF (verification|check|validation) failed|(invalid|missing|expired|bad|no|wrong) [CX]SRF( token)?|[CX]SRF[ -]token.{0,40}(missing|mismatch|invalid|incorrect|expired|required|not found|failed)|[CX]SRF Failed|verify the provided [CX]SRF|no valid crumb( was included)?|InvalidAuthenticityToken|invalid authenticity token|verify [CX]SRF token|cross[ -]site request forgery (detected|protection)|cookie check failed|must contain a kbn-xsrf",
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Forgery();

    [GeneratedRegex(@"rate[ -]?limit (is |has been |was )?(exceeded|reached)|exceeded (a |the |your )?((secondary|current) )?(rate limit|quota)|quota (is |has been |was )?exceeded|too many requests|you have been rate limited|triggered an abuse detection", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Throttled();

    [GeneratedRegex(
        @"\bIP( address)?( \S{3,45})? (is|has been|was) (not (allowed|permitted|authori[sz]ed|whitelisted|on the allow ?list)|blocked|banned|denied|blacklisted)|(not available|unavailable|blocked|restricted) in your (country|region|location)|block(ed)? access from your country|banned the (country|region|IP)|banned your IP|client address is not authorized|blocked by your .{0,40}firewall|country, region,? or territory not supported|your (country|region|territory) (is )?not supported",
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Place();

    [GeneratedRegex(
        @"you have been blocked(?! (by|from (?!access|enter|visit|view)))|attention required! \| cloudflare|^error code: 10(05|10|12|20)\b|<title>just a moment|incapsula incident|sucuri website firewall|(by|our|this|the) web application firewall|web application firewall (has|blocked|rule|detected)|by mod_?security|mod_?security (action|rule)|the requested URL was rejected\. Please consult|enable javascript and cookies to continue|verify (that )?you are (a )?human|pardon our interruption|request blocked\.\s",
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Wall();

    [GeneratedRegex(@"<title>\s{0,40}(?<shown>([^<]{0,60}[-–—|·:»]\s{0,4})?(please )?(you (must|need to) )?(sign|log)[ -]?in\b(?! (problem|trouble|issue|help|guide|history))[^<]{0,60})</title>|(?<shown>no required SSL certificate was sent)", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex SignInPage();

    [GeneratedRegex(@"^\s*invalid CORS request\s*$|not allowed by CORS|\borigin (is )?not allowed", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Origin();

    [GeneratedRegex(@"\b(invalid|expired|revoked|bad|incorrect) ((access|auth|authentication|authorization|api|bearer|id|security) )?token\b|\btoken (is |was |has )?(been )?(invalid|expired|revoked|malformed)", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Token();

    [GeneratedRegex(@"unregistered callers|no API key (was )?found|API key (is )?(missing|required)|missing (an |the )?(API|subscription) key|user ""system:anonymous""|no 'authorization: basic' header found|^missing authentication token$", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Missing();

    [GeneratedRegex(
        @"^bad credentials|invalid (API|subscription) key|API key (is )?(not valid|invalid)|(user ?name|e-?mail|login|user) (or|and) password (is |was |are |were )?(incorrect|wrong|invalid)|(invalid|incorrect|wrong) (user ?name|e-?mail|login|user) (or|and) password|unable to authenticate user",
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Wrong();

    [GeneratedRegex(
        @"(do|does)( not|n't) have (the |a )?((required|necessary|sufficient|right|enough) )?(permission|privilege|right|role|scope|access)|not authorized to perform|insufficient (permission|scope|privilege|right)|must have admin rights|cannot \w+ resource|is unauthorized for (user|API key)|resource not accessible by|requires higher privileges|permission denied (to|for|on) |need (additional )?permissions?\b|permissions needed|organization SAML enforcement|\bonly (\w+ ){1,3}(may|can|are (allowed|permitted|authori[sz]ed)) ",
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Permission();

    [GeneratedRegex(@"(do|does)( not|n't) have (the |a |any )?((required|necessary|sufficient|right|enough) )?(permission|privilege|right|role)|not authorized to perform|insufficient (permission|privilege|right)|\bonly (\w+ ){1,3}(may|can|are (allowed|permitted|authori[sz]ed)) ", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex NotPermitted();
}
