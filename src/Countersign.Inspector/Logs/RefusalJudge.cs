using Countersign.Inspector.Findings;
using Countersign.Inspector.Logs.Classes;
using Countersign.Inspector.Logs.Reading;
using Countersign.Inspector.Logs.Tables;

namespace Countersign.Inspector.Logs;

/// <summary>Says what a refusal is, from what is known two minutes later.</summary>
/// <param name="memory">What is known.</param>
/// <param name="deployments">Minutes in which something was deployed, as far as they were told.</param>
internal sealed class RefusalJudge(LogMemory memory, IReadOnlyList<uint> deployments)
{
    // A refusal that is part of getting in is followed by success within so many seconds.
    private const uint AtOnce = 10;

    // So often the same thing fails before it is called a habit.
    private const int Often = 3;
    private readonly OutageWatch _outages = new(memory, deployments);

    public (RefusalClass Class, Certainty Certainty) Judge(in LoggedRefusal refusal)
    {
        var isAnonymous = IsAnonymous(refusal);
        var isGuessing = refusal.Address != 0 && memory.Addresses.Find(refusal.Address) is >= 0 and var at && memory.Addresses.States[at].Guesses(refusal.Time);
        var hasCredentials = refusal.Sign == CredentialSign.Presented || refusal.Name != 0;
        if (!isAnonymous && refusal.Reason is ReasonKind.Unsaid or ReasonKind.Unknown && (refusal.WasServed || (hasCredentials && !isGuessing)) && Outage(refusal) is { } outage)
            return (outage, Certainty.Likely);
        if (refusal.Reason is not ReasonKind.Unsaid)
            return ByReason(refusal, isGuessing);
        if (isGuessing && (refusal.Name != 0 || refusal.Kind == PathKind.SignIn) && refusal.After != FollowUp.SamePath)
            return (RefusalClass.Guessing, Certainty.Likely);
        if (refusal.After != FollowUp.Nothing)
            return Followed(refusal, isAnonymous);
        if (!hasCredentials && ByItself(refusal) is { } known)
            return (known, Certainty.Likely);
        if (refusal.Name != 0)
            return Named(refusal);
        if (refusal.WasServed && !isAnonymous && CallerOf(refusal) is { RefusedSinceServed: >= Often })
            return (RefusalClass.NotRenewed, Certainty.Likely);
        if (isAnonymous)
            return (RefusalClass.Probe, refusal.Sign == CredentialSign.None ? Certainty.Proved : Certainty.Likely);
        return hasCredentials && CallerOf(refusal) is { RefusedSinceServed: >= Often } ? (RefusalClass.CredentialRefused, Certainty.Likely) : (RefusalClass.Undecided, Certainty.NotDecided);
    }

    /// <summary>Holds what was too little to be judged, until the same thing has failed often enough; then all of it is.</summary>
    public void Hold(in LoggedRefusal refusal, RefusalClass kind, LogCounts counts)
    {
        if (kind is not (RefusalClass.Undecided or RefusalClass.CredentialRefused or RefusalClass.NotRenewed))
            return;
        if (refusal.Name != 0 && memory.Names.Find(refusal.Name) is >= 0 and var name)
            Hold(ref memory.Names.States[name].Held, kind, counts);
        else if (refusal.CallerSlot >= 0 && memory.Callers.Holds(refusal.CallerSlot, refusal.Caller))
            Hold(ref memory.Callers.States[refusal.CallerSlot].Held, kind, counts);
    }

    private static void Hold(ref int held, RefusalClass kind, LogCounts counts)
    {
        if (kind == RefusalClass.Undecided)
        {
            held++;
            return;
        }

        if (held > 0)
            counts[RefusalClass.Undecided].Move(held, counts[kind]);
        held = 0;
    }

    // Where the log has the names of those who sent some, whoever has none sent none.
    private bool IsAnonymous(in LoggedRefusal refusal) =>
        refusal.Sign == CredentialSign.None || (refusal is { Sign: CredentialSign.Unsaid, Name: 0 } && refusal.Area != 0 && memory.Areas[refusal.Area].Named > 0);

    private RefusalClass? Outage(in LoggedRefusal refusal)
    {
        if (_outages.IsOneNode(refusal))
            return RefusalClass.OneNode;
        if (refusal.After != FollowUp.Nothing && refusal.Seconds <= AtOnce)
            return null;
        return _outages.Of(refusal);
    }

    private static (RefusalClass Class, Certainty Certainty) Followed(in LoggedRefusal refusal, bool isAnonymous)
    {
        var isSure = refusal.After == FollowUp.SamePath && refusal.Seconds <= AtOnce && (refusal.Sign == CredentialSign.None || (refusal.Name == 0 && refusal.IsNamedAfter));
        if (isSure)
            return (RefusalClass.FirstLeg, Certainty.Proved);
        if (isAnonymous || refusal.Name != 0 || refusal.IsHandshakeScheme || !refusal.WasServed)
            return (RefusalClass.FirstLeg, Certainty.Likely);
        return (RefusalClass.Renewed, Certainty.Likely);
    }

    private static RefusalClass? ByItself(in LoggedRefusal refusal)
    {
        if (refusal.Agent is AgentKind.HealthCheck or AgentKind.Scanner)
            return RefusalClass.Probe;
        if (refusal.Agent == AgentKind.Robot || refusal.Kind == PathKind.Asset)
            return RefusalClass.Robot;
        return refusal.Kind == PathKind.Probed ? RefusalClass.Probe : null;
    }

    private (RefusalClass Class, Certainty Certainty) Named(in LoggedRefusal refusal)
    {
        if (memory.Names.Find(refusal.Name) is not (>= 0 and var at) || memory.Names.States[at] is not { RefusedSinceServed: >= Often } name)
            return (RefusalClass.Undecided, Certainty.NotDecided);
        return (name.IsHasty ? RefusalClass.Guessing : RefusalClass.CredentialRefused, Certainty.Likely);
    }

    private (RefusalClass Class, Certainty Certainty) ByReason(in LoggedRefusal refusal, bool isGuessing)
    {
        switch (refusal.Reason)
        {
            case ReasonKind.NoCredentials:
                if (refusal.After != FollowUp.Nothing)
                    return Followed(refusal, isAnonymous: true);
                return ByItself(refusal) is { } known ? (known, Certainty.Likely) : (RefusalClass.Anonymous, Certainty.Proved);
            case ReasonKind.Handshake:
                return (RefusalClass.FirstLeg, Certainty.Proved);
            case ReasonKind.Revoked:
                return (RefusalClass.CredentialRefused, Certainty.Proved);
            case ReasonKind.Expired:
                // Such a log has no success that would show the renewal: that the refusals end shows it.
                return CallerOf(refusal) is { RefusedSinceServed: >= Often } ? (RefusalClass.NotRenewed, Certainty.Likely) : (RefusalClass.Renewed, Certainty.Likely);
            default:
                if (isGuessing && refusal.Reason == ReasonKind.Wrong)
                    return (RefusalClass.Guessing, Certainty.Likely);
                if (refusal.Name != 0)
                    return Named(refusal);
                return CallerOf(refusal) is { RefusedSinceServed: >= Often } ? (RefusalClass.CredentialRefused, Certainty.Likely) : (RefusalClass.Undecided, Certainty.NotDecided);
        }
    }

    private CallerState CallerOf(in LoggedRefusal refusal) =>
        refusal.CallerSlot >= 0 && memory.Callers.Holds(refusal.CallerSlot, refusal.Caller) ? memory.Callers.States[refusal.CallerSlot] : default;
}
