using System.Collections.Immutable;

namespace Countersign.Inspector.Lint;

/// <summary>Judges a configuration by all checks, in bounded time: some compare each place with each other, and a hostile file is not to cost hours.</summary>
internal sealed class Judging
{
    /// <summary>What is said where checks could not go to their end.</summary>
    public const string TooMuch = "there is too much in it to judge it to the end: more may be found in its parts";

    private const long MaxSteps = 4_000_000;
    private const int MaxSlow = 20;

    private long _steps;
    private int _slow;
    private bool _isJudging;

    /// <summary>Counts what a check asks for.</summary>
    /// <param name="steps">About how many directives are looked at for it.</param>
    /// <exception cref="TooMuchToJudgeException">While checks judge: it is enough.</exception>
    public void Count(long steps)
    {
        _steps += steps;
        if (_isJudging && _steps > MaxSteps)
            throw new TooMuchToJudgeException();
    }

    /// <summary>Whether so many expressions took too long that no further one is tried.</summary>
    public bool IsOutOfPatience => _slow >= MaxSlow;

    /// <summary>Counts an expression that took too long.</summary>
    public void CountSlow() => _slow++;

    /// <summary>What the checks find, the gravest first. That some could not go to their end is a problem.</summary>
    public ImmutableArray<LintFinding> By<TCheck>(ImmutableArray<TCheck> checks, Func<TCheck, IEnumerable<LintFinding>> judge, string file, ConfigurationProblems problems)
    {
        var found = new List<LintFinding>();
        _isJudging = true;
        foreach (var check in checks)
        {
            try
            {
                foreach (var finding in judge(check))
                    found.Add(finding);
            }
            catch (TooMuchToJudgeException)
            {
                problems.Add(file, 1, 0, TooMuch);
            }
        }

        _isJudging = false;
        return [.. found.OrderByDescending(finding => finding.Severity)];
    }
}
