using Countersign.Decisions;

namespace Countersign.AspNetCore.Telemetry;

/// <summary>Counts admitted requests of one route and kind of subject; resolved once, added to by every request.</summary>
public sealed class AdmittedCounter
{
    private readonly ShardedCounter _count = new();
    private long _taken;

    internal AdmittedCounter(string route, string subjectKind)
    {
        Route = route;
        SubjectKind = subjectKind;
    }

    /// <summary>The name of the route.</summary>
    public string Route { get; }

    /// <summary>The kind of subject: <see cref="Subject.Kind"/>, or <c>anonymous</c> where nobody was asked for.</summary>
    public string SubjectKind { get; }

    /// <summary>How many were counted since the start.</summary>
    public long Total => _count.Value;

    /// <summary>Counts one.</summary>
    public void Add() => _count.Add();

    /// <summary>What came since the last time; for the one writer alone.</summary>
    internal long Take()
    {
        var total = _count.Value;
        var fresh = total - _taken;
        _taken = total;
        return fresh;
    }

    /// <summary>Gives back what could not be written.</summary>
    internal void Return(long count) => _taken -= count;
}
