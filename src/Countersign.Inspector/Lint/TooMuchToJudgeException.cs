namespace Countersign.Inspector.Lint;

/// <summary>Judging a configuration took more steps than it may: what is found until then counts.</summary>
internal sealed class TooMuchToJudgeException() : InvalidOperationException("there is too much to judge")
{
}
