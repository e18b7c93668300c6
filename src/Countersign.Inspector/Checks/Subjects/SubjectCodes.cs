using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Countersign.Inspector.Checks.Subjects;

/// <summary>The codes that servers in use have for why they refuse. They are compared by their letters and digits: <c>invalid_token</c> is <c>InvalidToken</c>.</summary>
internal static partial class SubjectCodes
{
    private const int MaxLength = 64;

    private static readonly FrozenDictionary<string, RefusalSubject> Table = Rows().ToFrozenDictionary(row => row.Code, row => row.Subject, StringComparer.Ordinal);

    /// <summary>What a code is about. Names of classes count without their ending, and what AWS puts behind a colon is no part of it.</summary>
    public static RefusalSubject Of(string code)
    {
        if (code.Length > MaxLength)
            return RefusalSubject.None;
        var bare = code.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon ? code[..colon] : code;
        var plain = string.Concat(bare[(bare.LastIndexOf('#') + 1)..].Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();
        if (Table.TryGetValue(plain, out var subject) || (plain.EndsWith("exception", StringComparison.Ordinal) && Table.TryGetValue(plain[..^"exception".Length], out subject)))
            return subject;
        return Forgery().IsMatch(plain) ? RefusalSubject.Forgery : RefusalSubject.None;
    }

    private static IEnumerable<(string Code, RefusalSubject Subject)> Rows() =>
    [
        .. All(RefusalSubject.Missing, "missingauthenticationtoken missingauthentication noauthenticationinformation credentialsmissing authenticationrequired missingsecurityheader missingtoken notauthenticated loginrequired apikeymissing restnotloggedin notauthed"),
        .. All(RefusalSubject.Token,
            "invalidtoken expiredtoken tokenexpired tokeninvalid tokennotvalid tokenrevoked tokenrefreshrequired badtoken jwtexpired invalidjwt invalidaccesstoken accesstokenexpired expiredaccesstoken accesstokentypeunsupported invalidauthenticationtoken"),
        .. All(RefusalSubject.Token, "expiredauthenticationtoken authenticationtokenexpired invalidauthtoken invalididtoken sessionexpired sessiontokenexpired invalidsession"),
        .. All(RefusalSubject.Wrong,
            "signaturedoesnotmatch invalidsignature incompletesignature invalidaccesskeyid invalidclienttokenid unrecognizedclient authfailure authenticationfailed invalidauthenticationinfo authorizationheadermalformed authorizationqueryparameterserror"),
        .. All(RefusalSubject.Wrong, "invalidcredentials invalidcredential badcredentials wrongcredentials invalidpassword invalidapikey apikeyinvalid apikeynotfound notsignedup invalidauth accountinactive"),
        .. All(RefusalSubject.Clock, "requesttimetooskewed requestinthefuture requestexpired"),
        .. All(RefusalSubject.Permission, "accessdenied permissiondenied iampermissiondenied authorizationfailed authorizationrequestdenied authorizationpermissionmismatch unauthorizedoperation restforbidden denied permissionerror"),
        .. All(RefusalSubject.Permission, "insufficientscope insufficientpermissions insufficientpermission insufficientprivileges insufficientaccountpermissions accesstokenscopeinsufficient missingscope missingpermissions"),
        .. All(RefusalSubject.Forgery, "restcookieinvalidnonce invalidauthenticitytoken invalidcrumb"),
        .. All(RefusalSubject.Throttled, "ratelimitexceeded userratelimitexceeded dailylimitexceeded quotaexceeded ratelimited throttling throttled toomanyrequests requestlimitexceeded slowdown resourceexhausted"),
        .. All(RefusalSubject.Wall, "wafblocked botdetected captcharequired"),
        .. All(RefusalSubject.Place, "authorizationsourceipmismatch ipnotallowed ipblocked countryblocked geoblocked securitypolicyviolated forbiddenbyfirewall vpcservicecontrols unsupportedcountryregionterritory"),
        .. All(RefusalSubject.Disabled, "servicedisabled accessnotconfigured billingdisabled apinotenabled"),
        .. All(RefusalSubject.KeyRestricted, "apikeyserviceblocked apikeyhttpreferrerblocked apikeyipaddressblocked apikeyandroidappblocked apikeyiosappblocked iprefererblocked"),
    ];

    private static IEnumerable<(string Code, RefusalSubject Subject)> All(RefusalSubject subject, string codes) => codes.Split(' ').Select(code => (code, subject));

    // What else is in the code speaks of the proof and what is wrong with it: who may change the rules for it is another matter.
    [GeneratedRegex("^(e|err|error|invalid|missing|bad|no|wrong|expired|forbidden|http|auth|security)*[cx]srf(token|cookie|header|origin|check|validation|verification|protection|missing|invalid|failed|failure|fail|mismatch|error|required|expired|incorrect|not|found|denied|forbidden|detected|violation|exception|bad|wrong|is)*$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking, 1000)]
    private static partial Regex Forgery();
}
