using Bishui.Rules.Cases;
using Xunit;

namespace Bishui.Tests.Unit.Rules.Cases;

public sealed class CaseMovesTests
{
    [Theory]
    [InlineData(CaseState.Registered, "Assign Verdict Escalate Urge Answer")]
    [InlineData(CaseState.Assigned, "Refuse Accept HandOver Verdict Escalate Urge Answer")]
    [InlineData(CaseState.Refused, "Assign Verdict Escalate Urge Answer")]
    [InlineData(CaseState.Handled, "Rectify Finish HandOver Verdict Escalate Urge Answer")]
    [InlineData(CaseState.Done, "SendBack Archive Verdict Escalate Urge Answer")]
    [InlineData(CaseState.SentBack, "Rectify Finish HandOver Verdict Escalate Urge Answer")]
    [InlineData(CaseState.Archived, "Reopen Verdict")]
    public void A_state_allows_these_steps_and_no_others(CaseState state, string steps) =>
        Assert.Equal(steps.Split(' '), CaseMoves.From(state).Select(step => step.ToString()));

    [Theory]
    [InlineData(CaseState.Registered, CaseStep.Assign, CaseState.Assigned)]
    [InlineData(CaseState.Assigned, CaseStep.Refuse, CaseState.Refused)]
    [InlineData(CaseState.Refused, CaseStep.Assign, CaseState.Assigned)]
    [InlineData(CaseState.Assigned, CaseStep.Accept, CaseState.Handled)]
    [InlineData(CaseState.Handled, CaseStep.Finish, CaseState.Done)]
    [InlineData(CaseState.Done, CaseStep.SendBack, CaseState.SentBack)]
    [InlineData(CaseState.SentBack, CaseStep.Rectify, CaseState.Handled)]
    [InlineData(CaseState.Handled, CaseStep.HandOver, CaseState.Assigned)]
    [InlineData(CaseState.Done, CaseStep.Archive, CaseState.Archived)]
    [InlineData(CaseState.Archived, CaseStep.Reopen, CaseState.Registered)]
    [InlineData(CaseState.Archived, CaseStep.Verdict, CaseState.Archived)]
    public void A_step_leads_there(CaseState from, CaseStep step, CaseState to) => Assert.Equal(to, CaseMoves.After(from, step));
}
