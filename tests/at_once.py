"""Several who press at the same moment, each with a connection of their own."""

import threading

from django.db import connection

from rules.refusals import Refused


def at_once(*acts):
    """What each was answered, in order of the words: "done", or the code of the refusal."""
    answers, start = [], threading.Barrier(len(acts))

    def run(act):
        start.wait()
        try:
            act()
            answers.append("done")
        except Refused as refused:
            answers.append(refused.refusals[0].code)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(answers)
