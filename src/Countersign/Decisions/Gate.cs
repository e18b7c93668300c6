using System.Collections.Immutable;
using Countersign.Wire;

namespace Countersign.Decisions;

/// <summary>Judges one request against one policy. Pure but for what the schemes ask of their ports.</summary>
public static class Gate
{
    /// <summary>Stands for what a scheme returned that is neither a yes nor a no: a fault of the scheme, and closed.</summary>
    private static readonly Verdict NoVerdict = Verdict.Refuse(Refusal.ProtectionUnavailable, "The scheme gave no verdict.");

    /// <summary>Decides whether a request may pass. Never throws over what a peer sent.</summary>
    public static ValueTask<Decision> DecideAsync(RequestFacts request, AccessPolicy policy, CancellationToken cancel) => policy.Kind switch
    {
        // Judged by nobody here, and by two readers in two ways behind.
        AccessKind.Public when request.FieldCount("Authorization") > 1 => Refuse(Refusal.CredentialsDuplicated, presented: true),
        AccessKind.Public => ValueTask.FromResult(Decision.AdmitAnybody()),
        AccessKind.Deny => Refuse(Refusal.DeniedByPolicy),
        AccessKind.AnyOf => JudgeAsync(request, policy, cancel),
    };

    /// <summary>The challenges of an answer to a refused request: all schemes of the route in their order, for this reason. None for a status that has none.</summary>
    public static IReadOnlyList<Challenge> ChallengesFor(RequestFacts request, AccessPolicy policy, in Decision decision)
    {
        if (policy.Kind != AccessKind.AnyOf || decision.Refusal is not { } refusal)
            return [];
        if (refusal == Refusal.ScopeInsufficient && decision.Scheme is { NamesScopes: true } granting)
            return [.. granting.ChallengesFor(request, policy, refusal)];
        if (!IsChallenged(refusal))
            return [];

        var quietOnly = request.IsFromScript && HasQuietScheme(request, policy);
        var challenges = new List<Challenge>(4);
        foreach (var scheme in policy.Schemes)
        {
            if (IsUsable(scheme, request) && !(quietOnly && scheme.OpensDialog))
                challenges.AddRange(scheme.ChallengesFor(request, policy, IsOf(scheme, decision) ? refusal : null));
        }

        return challenges;
    }

    /// <summary>Whether answers with this refusal carry challenges: every 401, and the 400s of credentials that could not be read.</summary>
    public static bool IsChallenged(Refusal refusal) =>
        refusal.Row().Status == 401 || refusal is Refusal.CredentialsMalformed or Refusal.CredentialsDuplicated or Refusal.DigestMalformed or Refusal.BearerMalformed;

    /// <summary>
    /// Whether the refusal is this scheme's: its own, over a field that nobody could read and that may have been meant for any, or over a bound token,
    /// which another scheme would take with a proof (RFC 9449 §7.2).
    /// </summary>
    private static bool IsOf(IAuthScheme scheme, in Decision decision) =>
        decision.Scheme is null ? decision.Refusal is Refusal.CredentialsMalformed or Refusal.CredentialsDuplicated
            : ReferenceEquals(scheme, decision.Scheme) || decision.Refusal == Refusal.BearerTokenBound;

    private static ValueTask<Decision> Refuse(Refusal refusal, bool presented = false, string? evidence = null) =>
        ValueTask.FromResult(new Decision { Refusal = refusal, CredentialsPresented = presented, Evidence = evidence });

    private static bool HasQuietScheme(RequestFacts request, AccessPolicy policy)
    {
        foreach (var scheme in policy.Schemes)
        {
            if (!scheme.OpensDialog && IsUsable(scheme, request))
                return true;
        }

        return false;
    }

    private static bool IsUsable(IAuthScheme scheme, RequestFacts request) => request.IsTls || !scheme.NeedsTls;

    private static ValueTask<Decision> JudgeAsync(RequestFacts request, AccessPolicy policy, CancellationToken cancel)
    {
        for (var each = policy; each is not null; each = each.And)
        {
            if (each.Networks.Length > 0 && !IsIn(each.Networks, request))
                return Refuse(Refusal.NetworkNotAllowed);
        }

        var lines = request.FieldCount("Authorization");
        if (lines > 1)
            return Refuse(Refusal.CredentialsDuplicated, presented: true);

        Credentials? authorization = null;
        if (lines == 1)
        {
            var reading = CredentialsReader.Read(request.Field("Authorization")!);
            if (!reading.IsValid || reading.Credentials is null)
                return Refuse(Refusal.CredentialsMalformed, presented: true);
            authorization = reading.Credentials;
        }

        var content = 0;
        foreach (var scheme in policy.Schemes)
            content = Math.Max(content, scheme.ContentToRead(request));
        return content == 0 ? JudgeAsync(authorization, request, policy, cancel) : ReadAndJudgeAsync(content, authorization, request, policy, cancel);
    }

    private static async ValueTask<Decision> ReadAndJudgeAsync(
        int content, Credentials? authorization, RequestFacts request, AccessPolicy policy, CancellationToken cancel)
    {
        request.Content = await request.LookIntoContentAsync(content, cancel);
        return await JudgeAsync(authorization, request, policy, cancel);
    }

    private static ValueTask<Decision> JudgeAsync(Credentials? authorization, RequestFacts request, AccessPolicy policy, CancellationToken cancel)
    {
        // Without credentials the answer depends on the transport alone.
        IAuthScheme? only = null;
        var presented = 0;
        foreach (var scheme in policy.Schemes)
        {
            if (!scheme.IsPresented(authorization, request))
                continue;
            only ??= scheme;
            presented++;
        }

        if (presented == 0)
            return NonePresented(request, policy, authorization);
        return presented == 1
            ? JudgeOneAsync(only!, authorization, request, policy, cancel)
            : JudgeSeveralAsync(authorization, request, policy, cancel);
    }

    private static ValueTask<Decision> NonePresented(RequestFacts request, AccessPolicy policy, Credentials? authorization)
    {
        foreach (var scheme in policy.Schemes)
        {
            if (IsUsable(scheme, request))
                return Refuse(authorization is null ? Refusal.CredentialsMissing : Refusal.SchemeNotOffered, authorization is not null, Overlooked(request, policy));
        }

        return Refuse(Refusal.CleartextTransport, authorization is not null, Overlooked(request, policy));
    }

    private static string? Overlooked(RequestFacts request, AccessPolicy policy)
    {
        foreach (var scheme in policy.Schemes)
        {
            if (scheme.Overlooked(request) is { } evidence)
                return evidence;
        }

        return null;
    }

    private static ValueTask<Decision> JudgeOneAsync(
        IAuthScheme scheme, Credentials? authorization, RequestFacts request, AccessPolicy policy, CancellationToken cancel)
    {
        if (!IsUsable(scheme, request))
            return ValueTask.FromResult(Refused(scheme, Verdict.Refuse(Refusal.CleartextTransport)));
        var judging = scheme.VerifyAsync(authorization, request, cancel);
        return judging.IsCompletedSuccessfully
            ? ValueTask.FromResult(Weigh(scheme, judging.Result, policy))
            : Awaited(scheme, judging, policy);

        static async ValueTask<Decision> Awaited(IAuthScheme scheme, ValueTask<Verdict> judging, AccessPolicy policy) =>
            Weigh(scheme, await judging, policy);
    }

    /// <summary>Several schemes feel addressed (two Basic schemes, a key beside Authorization): one that knows them already decides, then the first that accepts, else the first refusal.</summary>
    private static async ValueTask<Decision> JudgeSeveralAsync(
        Credentials? authorization, RequestFacts request, AccessPolicy policy, CancellationToken cancel)
    {
        foreach (var scheme in policy.Schemes)
        {
            if (scheme.IsPresented(authorization, request) && IsUsable(scheme, request) && scheme.Recall(authorization, request) is { } known
                && Weigh(scheme, known, policy) is { IsAdmitted: true } admitted)
            {
                return admitted;
            }
        }

        Decision? first = null;
        var verdicts = ImmutableArray.CreateBuilder<SchemeVerdict>();
        foreach (var scheme in policy.Schemes)
        {
            if (!scheme.IsPresented(authorization, request))
                continue;
            var decision = await JudgeOneAsync(scheme, authorization, request, policy, cancel);
            if (decision.IsAdmitted)
                return decision;
            verdicts.Add(new(scheme.Id, decision.Verdict));

            // A recognised subject without permission says more than wrong credentials do.
            if (first is null || (first.Value.Subject is null && decision.Subject is not null))
                first = decision;
        }

        return first!.Value with { SchemeVerdicts = verdicts.ToImmutable() };
    }

    private static Decision Weigh(IAuthScheme scheme, Verdict verdict, AccessPolicy policy)
    {
        if (verdict.Subject is not { } subject)
            return Refused(scheme, verdict.Refusal is null ? NoVerdict : verdict);
        if (!MayEnter(subject, policy))
            return Refused(scheme, verdict) with { Refusal = Refusal.SubjectNotAllowed, Subject = subject };
        if (policy.SignIn is { } demand && scheme.LackOf(demand, subject) is { } lack)
            return Refused(scheme, verdict) with { Refusal = Refusal.SignInInsufficient, Subject = subject, Evidence = lack };
        if (MissingScope(subject, policy) is { } scope)
            return Refused(scheme, verdict) with { Refusal = Refusal.ScopeInsufficient, Subject = subject, Evidence = $"The scope {scope} was not granted." };
        return policy.And is { } further ? Weigh(scheme, verdict, further) : Decision.Admit(subject, scheme, verdict);
    }

    private static Decision Refused(IAuthScheme scheme, Verdict verdict) => new()
    {
        Refusal = verdict.Refusal,
        Scheme = scheme,
        Verdict = verdict,
        SchemeVerdicts = [new(scheme.Id, verdict)],
        CredentialsPresented = true,
    };

    private static bool MayEnter(Subject subject, AccessPolicy policy) =>
        IsNamed(subject, policy) && (policy.Roles.IsEmpty || HaveOne(subject.Roles, policy.Roles)) && HasClaims(subject, policy);

    private static bool HasClaims(Subject subject, AccessPolicy policy)
    {
        foreach (var demand in policy.Claims)
        {
            if (subject.Claims is not { } claims || !HaveOne(claims.Values(demand.Name), demand.Values))
                return false;
        }

        return true;
    }

    private static bool HaveOne(ImmutableArray<string> values, ImmutableArray<string> wanted) => values.AsSpan().ContainsAny(wanted.AsSpan());

    private static bool IsNamed(Subject subject, AccessPolicy policy)
    {
        if (policy.NamesNobody)
            return true;
        return (policy.Users.Contains(subject.Name) && subject.Session is not { IsNamedElsewhere: true }) || HaveOne(subject.Groups, policy.Groups)
            || EmailAddress.IsAmong(subject.Email, policy.Emails, policy.EmailDomains);
    }

    private static string? MissingScope(Subject subject, AccessPolicy policy)
    {
        foreach (var scope in policy.Scopes)
        {
            if (!subject.Scopes.Contains(scope))
                return scope;
        }

        return null;
    }

    private static bool IsIn(ImmutableArray<System.Net.IPNetwork> networks, RequestFacts request)
    {
        foreach (var network in networks)
        {
            if (network.Contains(request.ClientAddress))
                return true;
        }

        return false;
    }
}
